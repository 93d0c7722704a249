"""One service behind the door: its kept-alive connections, its breaker, a request sent, an answer brought back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import responses
from typing import Final

import structlog
import urllib3
from urllib3.exceptions import EmptyPoolError, HTTPError, ProtocolError

from gateway.proxy.body import Body
from gateway.proxy.breaker import Breaker
from gateway.settings import GatewaySettings
from services.chassis.errors import Unavailable

log = structlog.get_logger()

WHOLE: Final = 256 * 1024
PIECE: Final = 64 * 1024
REPEATABLE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Answer:
    """What came back: status line, headers in order, body in pieces with a `close`."""

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes] | Pieces


class Pieces:
    """A long answer, passed on as it comes. Closed before its end it takes its connection along."""

    def __init__(self, answer: urllib3.BaseHTTPResponse) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.stream(PIECE, decode_content=False)
        self._answer.release_conn()

    def close(self) -> None:
        """The server's last word on the answer, also when the client has gone."""
        self._answer.close()


class Upstream:
    """The way to one service. Safe to use from many threads.

    At most `connections` requests are under way at once, so that a slow service holds some of the gateway's threads
    and never all; who finds no place within `place_seconds` is told to come again.
    """

    def __init__(self, name: str, url: str, own: GatewaySettings) -> None:
        self.name = name
        self._place_seconds = own.place_seconds
        self.breaker = Breaker()
        self._pool = urllib3.connection_from_url(
            url,
            maxsize=own.connections,
            block=True,
            timeout=urllib3.Timeout(connect=own.connect_seconds, read=own.read_seconds),
        )

    def ask(self, method: str, target: str, headers: dict[str, str], body: Body) -> Answer:
        """The service's answer, whatever its status. Unavailable when there is none in time or no place to ask."""
        if not self.breaker.lets_through():
            raise Unavailable(retry_after=self.breaker.seconds_until_next_try())
        try:
            answer = self._taken(self._sent(method, target, headers, body))
        except EmptyPoolError as error:
            log.warning("upstream.crowded", upstream=self.name)
            raise Unavailable(retry_after=1) from error
        except HTTPError as error:
            self.breaker.failed()
            log.warning("upstream.unavailable", upstream=self.name, fault=type(error).__name__)
            raise Unavailable(retry_after=2) from error
        self.breaker.succeeded()
        return answer

    def _sent(self, method: str, target: str, headers: dict[str, str], body: Body) -> urllib3.BaseHTTPResponse:
        """Send once; a kept connection that closed under us is no answer, so what may be repeated is sent again."""
        repeatable = method in REPEATABLE_METHODS and body.repeatable
        try:
            return self._send(method, target, headers, body)
        except ProtocolError:
            if not repeatable:
                raise
            return self._send(method, target, headers, body)

    def _send(self, method: str, target: str, headers: dict[str, str], body: Body) -> urllib3.BaseHTTPResponse:
        return self._pool.urlopen(
            method,
            target,
            body=body.content,
            headers=headers,
            chunked=body.content is not None and body.length is None,
            retries=False,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
            pool_timeout=self._place_seconds,
        )

    @staticmethod
    def _taken(answer: urllib3.BaseHTTPResponse) -> Answer:
        """A short answer is taken whole, so that its connection is free at once; a long one flows."""
        status = f"{answer.status} {responses.get(answer.status, 'Unknown')}"
        headers = list(answer.headers.items())
        length = answer.length_remaining
        if length is not None and length <= WHOLE:
            whole = answer.read(decode_content=False)
            answer.release_conn()
            return Answer(status, headers, [whole])
        return Answer(status, headers, Pieces(answer))
