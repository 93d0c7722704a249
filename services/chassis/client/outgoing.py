"""One POST to an address that a stranger gave: checked, bounded in time and size, never redirected.

Who decides where we may call is addresses.py; who decides what to send and when to try again is the caller.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import certifi

from services.chassis.client.addresses import (
    Reach,
    Refused,
    Resolver,
    Target,
    checked_addresses,
    parse_target,
    resolve_host,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

KEEP_BYTES: Final = 1024

__all__ = ["Answer", "Refused", "Unanswered", "guarded_post"]


class Answer(NamedTuple):
    """What came back: status, headers by lower-case name, at most the first KEEP_BYTES of the body."""

    status: int
    headers: dict[str, str]
    first_bytes: bytes


class Unanswered(Exception):
    """Nobody answered in time, or not in HTTP; the text says what happened, in the words of the system."""


def guarded_post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    reach: Reach,
    timeout: float,
    resolve: Resolver = resolve_host,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """POST `body` to `url` within `timeout` seconds of wall clock, from resolving to the last byte read.

    Redirects are answers like any other. Raises Refused (the address is not allowed) or Unanswered.
    """
    deadline = time.monotonic() + timeout
    target = parse_target(url, reach=reach)
    try:
        addresses = checked_addresses(target, resolve, reach=reach)
        connection = _PinnedConnection(target, addresses, deadline, tls or _public_trust())
        try:
            connection.request("POST", target.path, body, _outgoing_headers(target, headers))
            return _read(connection.whole_head())
        finally:
            connection.hang_up()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered(_words(error)) from error


def _outgoing_headers(target: Target, headers: Mapping[str, str]) -> dict[str, str]:
    return {"Host": target.host_header, "Accept-Encoding": "identity", "Connection": "close", **headers}


def _read(response: http.client.HTTPResponse) -> Answer:
    with response:
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read(KEEP_BYTES))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


@lru_cache(maxsize=1)
def _public_trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


class _PinnedConnection(http.client.HTTPConnection):
    """An HTTP connection to one of the checked addresses; the certificate must still name the host."""

    def __init__(self, target: Target, addresses: list[str], deadline: float, tls: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._addresses = addresses
        self._deadline = deadline
        self._tls = tls
        self._raw: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first address that takes the call."""
        self._raw = self._first_that_answers()
        if self._target.scheme == "https":
            self._raw.settimeout(_left(self._deadline))
            self._raw = self._tls.wrap_socket(self._raw, server_hostname=self._target.host)
        # http.client wants a socket; what it calls of one is what _Timed has.
        self.sock = cast(socket.socket, _Timed(self._raw, self._deadline))

    def whole_head(self) -> http.client.HTTPResponse:
        """The answer up to its body; http.client alone takes headers that broke off for complete ones."""
        line = self.sock
        response = self.getresponse()
        if cast(_Timed, line).ended:
            raise http.client.HTTPException("the answer broke off")
        return response

    def hang_up(self) -> None:
        """Close the socket. `close` does not: http.client calls it before the answer is read."""
        if self._raw is not None:
            self._raw.close()

    def _first_that_answers(self) -> socket.socket:
        failure: OSError = OSError("the host has no address")
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._target.port), _left(self._deadline))
            except OSError as error:
                failure = error
        raise failure


class _Timed:
    """A socket whose every read and write ends at one deadline, however slowly the other side drips."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline
        self._reader = _TimedReader(sock, deadline)

    @property
    def ended(self) -> bool:
        """Whether the other side has closed and all that it said was read."""
        return self._reader.ended

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads the answer from."""
        return io.BufferedReader(self._reader)

    def sendall(self, data: bytes) -> None:
        """Write all of it, or time out."""
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def close(self) -> None:
        """Nothing yet: the answer may still be read, and hang_up comes at the end."""


class _TimedReader(io.RawIOBase):
    """The reading half of _Timed, as the buffered reader wants it."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self.ended = False
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what is there, or wait for it no longer than the deadline."""
        self._sock.settimeout(_left(self._deadline))
        count = self._sock.recv_into(buffer)
        self.ended = count == 0
        return count


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no complete answer in time")
    return left
