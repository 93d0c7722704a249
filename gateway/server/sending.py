"""Writing answers to one client: whole ones at once, long ones as fast as they are taken."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from math import inf
from typing import Final

from gateway.server.heads import head_of
from gateway.server.messages import Answer, Request

JOINED: Final = 64 * 1024
"""Up to here head and body are one write."""


_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_AT_ONCE: Final = struct.pack("ii", 1, 0)


class Sending:
    """The way out of one connection."""

    def __init__(self, transport: asyncio.Transport, silence_seconds: float) -> None:
        self._transport, self._patience = transport, silence_seconds
        self._left, self._take_by = 0, inf
        self._room: asyncio.Future[None] | None = None
        self._full = self._last = False

    async def send(self, request: Request, answer: Answer, *, keep: bool) -> None:
        """Write `answer`. What its flow raises is raised, when it is too late to say anything else."""
        await self._taken()
        body, write = answer.body, self._transport.write
        bodiless = request.method == "HEAD" or answer.status in (204, 304)
        if isinstance(body, bytes):
            head = head_of(answer, keep=keep, chunked=False)
            if bodiless or not body:
                write(head)
            elif len(body) <= JOINED:
                write(head + body)
            else:
                write(head)
                write(body)
            return
        chunked = answer.length is None and request.version == "1.1"
        try:
            write(head_of(answer, keep=keep and (chunked or answer.length is not None), chunked=chunked))
            if not bodiless:
                async for piece in body:
                    write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                    await self._taken()
            if chunked and not bodiless:
                write(b"0\r\n\r\n")
        finally:
            body.close()

    def say_continue(self) -> None:
        """The body is wanted."""
        self._transport.write(_CONTINUE)

    def break_off(self) -> None:
        """Reset the connection, so that not even who waits for its end takes what was sent for a whole answer."""
        found = self._transport.get_extra_info("socket")
        if found is not None and not self._transport.is_closing():
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._transport.abort()

    async def _taken(self) -> None:
        """Wait until the client has taken most of what was written."""
        if self._full:
            self._room = asyncio.get_running_loop().create_future()
            await self._room

    # Told by the transport

    def full(self) -> None:
        """More is written than the client has taken."""
        self._full = True
        self._measure()

    def has_room(self) -> None:
        """The client has taken most of it."""
        self._full = False
        if not self._last:
            self._take_by = inf
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    def closing(self) -> None:
        """Nothing more is written: the client must go on taking what is left."""
        self._last = True
        self._measure()

    def _measure(self) -> None:
        self._left, self._take_by = self._transport.get_write_buffer_size(), time.monotonic() + self._patience

    def lost(self) -> None:
        """There is nobody to write to."""
        self._take_by = inf

    def stuck(self, now: float) -> bool:
        """Whether the client has taken nothing for too long."""
        if now < self._take_by:
            return False
        before = self._left
        self._measure()
        return self._left >= before
