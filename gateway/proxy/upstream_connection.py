"""One connection to a service: a request is written, its answer read by httptools. No pool, no breaker, no repeats."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from math import inf
from typing import IO, Final

import httptools

from gateway.proxy.body import PIECE, Body
from gateway.proxy.reply import WHOLE, Broken, Pieces, RawHeaders, Reply
from gateway.server.threads import Threads

_HEAD: Final = 64 * 1024
_EMPTY_STATUSES: Final = frozenset({204, 304})


class UpstreamConnection(asyncio.Protocol):
    """A kept-alive connection; one request at a time. `on_free` is told when it is `usable` again, or has ended."""

    def __init__(self, read_seconds: float, on_free: Callable[[UpstreamConnection], None]) -> None:
        self._read_seconds, self._on_free = read_seconds, on_free
        self._parser = httptools.HttpResponseParser(self)
        self._reply: asyncio.Future[Reply] | None = None
        self._pieces: Pieces | None = None
        self._room: asyncio.Future[None] | None = None
        self._full = self._closed = self._held_back = self._busy = self._sending = False
        self._read_by = inf
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The service has accepted."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    @property
    def usable(self) -> bool:
        """Whether a request may be written."""
        return not self._closed and not self._transport.is_closing()

    async def ask(self, head: bytes, body: Body, threads: Threads, *, is_head: bool) -> Reply:
        """The answer to a request, whole or begun. Broken, or TimeoutError when the service says nothing in time."""
        self._busy, self._is_head, self._begun = True, is_head, False
        self._status, self._until_close = 0, False
        self._headers: RawHeaders = []
        self._size = 0
        self._length: int | None = None
        self._content: list[bytes] = []
        self._read_by = time.monotonic() + self._read_seconds
        reply = self._reply = asyncio.get_running_loop().create_future()
        try:
            if isinstance(body.content, bytes):
                self._transport.write(head + body.content)
            else:
                self._transport.write(head)
                self._sending = True
                await self._send_file(body.content, threads)
                self._sending = False
            return await reply
        except BaseException:
            self._reply = None
            self.drop()
            raise

    async def _send_file(self, file: IO[bytes], threads: Threads) -> None:
        """Write a long body as fast as it is taken; stop when the answer is there already."""
        await threads.run(partial(file.seek, 0))
        while piece := await threads.run(partial(file.read, PIECE)):
            if not self._busy or not self.usable:
                self.drop()  # in the middle of a request, so that nothing else can be sent here
                return
            self._transport.write(piece)
            self._read_by = time.monotonic() + self._read_seconds
            if self._full:
                self._room = asyncio.get_running_loop().create_future()
                await self._room

    # Told by the transport

    def pause_writing(self) -> None:
        """The service takes less than we write."""
        self._full = True

    def resume_writing(self) -> None:
        """It has caught up."""
        self._full = False
        self._wake_writer()

    def _wake_writer(self) -> None:
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    def data_received(self, data: bytes) -> None:
        """More of an answer."""
        if not self._busy:  # nobody has asked
            self.drop()
            return
        self._begun = True
        if not self._held_back:
            self._read_by = time.monotonic() + self._read_seconds
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(Broken("what came is no HTTP"))
            self.drop()
            return
        if self._status == 0:
            self._size += len(data)
            if self._size > _HEAD:
                self._fail(Broken("too long a head"))
                self.drop()

    def eof_received(self) -> bool:
        """The service says no more."""
        if self._until_close:
            self._done(keep=False)
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended."""
        self._closed, self._read_by = True, inf
        self._wake_writer()
        self._fail(Broken("the connection ended", unanswered=not self._begun if self._busy else True))
        self._on_free(self)

    # Told by the parser

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header, or a trailer, of which we make nothing."""
        if self._status == 0:
            self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is whole."""
        status = self._parser.get_status_code()
        if status < 200:
            if status == 101:
                raise Broken("nobody asked to speak otherwise")
            self._headers.clear()
            return
        self._status, self._keep = status, self._parser.should_keep_alive()
        length, chunked = None, False
        for name, value in self._headers:
            if len(name) == 14 and name.lower() == b"content-length":
                length = int(value)
            elif len(name) == 17 and name.lower() == b"transfer-encoding":
                chunked = True
        self._length = length
        if self._is_head or status in _EMPTY_STATUSES:
            if self._is_head:
                self._parser = httptools.HttpResponseParser(self)  # this one waits for a body
                self._done(keep=self._keep)
        elif length is None or length > WHOLE:
            self._until_close = length is None and not chunked
            self._pieces = Pieces(self)
            self._answer(self._pieces)

    def on_body(self, piece: bytes) -> None:
        """A part of the body."""
        if self._pieces is not None:
            self._pieces.feed(piece)
        elif self._reply is not None:
            self._content.append(piece)

    def on_message_complete(self) -> None:
        """The answer has come whole."""
        if self._status and self._busy:
            self._done(keep=self._keep)

    # What becomes of it

    def _answer(self, body: bytes | Pieces) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_result(Reply(self._status, self._headers, self._length, body))

    def _done(self, *, keep: bool) -> None:
        """The answer is whole: the connection is free, unless it ends with it or more was to be sent."""
        pieces, self._pieces, self._busy, self._read_by = self._pieces, None, False, inf
        self._until_close = False
        if pieces is not None:
            pieces.end()
        else:
            self._answer(b"".join(self._content))
        if keep and not self._sending and self.usable:
            self.go_on()
            self.idle_since = time.monotonic()
            self._on_free(self)
        else:
            self.drop()

    def _fail(self, error: Exception) -> None:
        if self._pieces is not None:
            self._pieces.end(error)
        elif self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)
        self._pieces, self._busy = None, False

    def drop(self) -> None:
        """End the connection now."""
        self._busy = False
        if not self._closed:
            self._transport.abort()

    # Flow control and deadlines

    def hold_back(self) -> None:
        """Take no more from the service for now."""
        if not self._held_back and self.usable:
            self._held_back, self._read_by = True, inf
            self._transport.pause_reading()

    def go_on(self) -> None:
        """Take more again."""
        if self._held_back and self.usable:
            self._held_back, self._read_by = False, time.monotonic() + self._read_seconds
            self._transport.resume_reading()

    def check(self, now: float) -> None:
        """Give up a service that has said nothing for too long."""
        if now >= self._read_by:
            self._read_by = inf
            self._fail(TimeoutError())
            self.drop()
