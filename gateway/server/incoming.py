"""The body of a request while it arrives: held up to a bound, then the client is made to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

HELD: Final = 128 * 1024
"""How much arrives ahead of who reads it; beyond, nothing more is taken from the socket."""


class BrokenOff(Exception):
    """The rest of the body will not come: the client has gone, was too slow, or sent what is no chunk."""


def _nothing() -> None:
    """What is done where there is nobody to tell."""


class Incoming:
    """Filled by a connection, read once by who answers. `length` is what the client said, None for chunks."""

    __slots__ = (
        "length",
        "ended",
        "broken",
        "received",
        "on_wait",
        "on_full",
        "on_room",
        "_pieces",
        "_held",
        "_waiter",
    )

    def __init__(self, length: int | None = 0) -> None:
        self.length = length
        self.ended = length == 0
        self.broken = False
        self.received = 0
        self.on_wait: Callable[[], None] = _nothing
        """Called when somebody waits for more: the moment to say 100 Continue."""
        self.on_full: Callable[[], None] = _nothing
        self.on_room: Callable[[], None] = _nothing
        self._pieces: list[bytes] = []
        self._held = 0
        self._waiter: asyncio.Future[None] | None = None

    def feed(self, piece: bytes) -> None:
        """More has arrived."""
        self._pieces.append(piece)
        self.received += len(piece)
        self._held += len(piece)
        if self._held > HELD:
            self.on_full()
        self._wake()

    def end(self) -> None:
        """All has arrived."""
        self.ended = True
        self._wake()

    def break_off(self) -> None:
        """The rest will not come."""
        self.broken = not self.ended
        self._wake()

    async def next(self) -> bytes:
        """What has arrived since the last time, at least a byte; nothing at the end. BrokenOff when it breaks off."""
        while not self._pieces:
            if self.ended:
                return b""
            if self.broken:
                raise BrokenOff
            self.on_wait()
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        piece = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        if self._held > HELD:
            self.on_room()
        self._held = 0
        return piece

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
