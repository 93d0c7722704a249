"""From the bytes of one connection to requests, by httptools (llhttp, strict), within the bounds. No sockets, no times.

What llhttp lets through and two readers could take for two things is refused in heads.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import httptools

from gateway.server.bounds import Bounds
from gateway.server.heads import Refused, body_length, headers_of, target_of
from gateway.server.incoming import Incoming
from gateway.server.messages import Request

_METHOD: Final = re.compile(rb"[A-Za-z-]{1,20} ")
"""What llhttp takes for a wrong method may be another protocol altogether."""


class _Enough(Exception):
    """Thrown out of the parser to stop it."""


class Reading:
    """What arrives on one connection; gives each request to `on_request` as soon as its head is whole."""

    def __init__(self, bounds: Bounds, peer: str, trusted: bool, on_request: Callable[[Request], bool]) -> None:
        self._bounds, self._peer, self._trusted = bounds, peer, trusted
        self._on_request = on_request
        self._parser = httptools.HttpRequestParser(self)
        self.body: Incoming | None = None
        """The body that is arriving."""
        self.in_head = False
        """Whether a head has begun to arrive and not ended."""
        self.over = False
        """Whether nothing that still comes is read."""
        self._url = b""
        self._raw: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._unfinished = 0
        self._messages = 0

    def feed(self, data: bytes) -> None:
        """More has arrived. Refused where it is no request, or too much."""
        if self.over:
            return
        messages = self._messages
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.over = True  # answered as if nobody had asked for it (RFC 9110, 7.8)
        except httptools.HttpParserError as error:
            self._stop(error, data)
        if not self.in_head or self._messages != messages:
            self._unfinished = 0
        else:
            self._unfinished += len(data)
            if self._unfinished > self._bounds.head:
                self.over = True
                raise Refused(431 if self._raw else 414)

    def _stop(self, error: httptools.HttpParserError, data: bytes) -> None:
        already, self.over = self.over, True
        if already or isinstance(error.__context__, _Enough):
            return
        if self.body is not None:
            self.body.break_off()
        if isinstance(error.__context__, Refused):
            raise error.__context__ from None
        if isinstance(error, httptools.HttpParserCallbackError):
            raise error
        unknown_method = isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.match(data)
        raise Refused(405 if unknown_method else 400) from error

    # Called by the parser

    def on_message_begin(self) -> None:
        """A request begins."""
        self.in_head = True
        self._url, self._raw, self._size = b"", [], 0

    def on_url(self, url: bytes) -> None:
        """The request target, or a part of it."""
        self._url += url
        if len(self._url) > self._bounds.request_line:
            raise Refused(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; after the head it is a trailer, of which we make nothing."""
        self._size += len(name) + len(value) + 4
        if len(self._raw) >= self._bounds.headers or self._size > self._bounds.head:
            raise Refused(431)
        if self.in_head:
            self._raw.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is whole."""
        parser, version = self._parser, self._parser.get_http_version()
        if version not in ("1.1", "1.0"):
            raise Refused(505)
        headers, method = headers_of(self._raw), parser.get_method().decode("ascii")
        if version == "1.1" and "host" not in headers:
            raise Refused(400)
        if headers.get("expect", "100-continue").lower() != "100-continue":
            raise Refused(417)
        upgrades = parser.should_upgrade()
        body = Incoming(body_length(method, version, headers, upgrades=upgrades))
        scheme = "https" if self._trusted and headers.get("x-forwarded-proto", "").lower() == "https" else "http"
        keep = version == "1.1" and parser.should_keep_alive() and not upgrades
        self.in_head, self._messages = False, self._messages + 1
        if not self._on_request(
            Request(method, *target_of(self._url), version, headers, self._peer, scheme, body, keep)
        ):
            raise _Enough
        self.body = body
        self.over = not keep and body.ended

    def on_body(self, piece: bytes) -> None:
        """A part of the body, without what frames it."""
        if self.body is not None:
            self.body.feed(piece)

    def on_message_complete(self) -> None:
        """The request has arrived whole."""
        if self.body is not None:
            self.body.end()
        self.body = None
