"""What comes back from a service: a whole answer, or its head and the rest while it flows. No sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, Protocol

WHOLE: Final = 256 * 1024
"""Up to here an answer is taken whole, so that its connection is free at once; a longer one flows."""

RawHeaders = list[tuple[bytes, bytes]]


class Broken(Exception):
    """The connection ended, or what came is no HTTP; `unanswered` when nothing at all had come."""

    def __init__(self, what: str, *, unanswered: bool = False) -> None:
        super().__init__(what)
        self.unanswered = unanswered


@dataclass(slots=True)
class Reply:
    """What a service answered: its headers as bytes, and what Content-Length said."""

    status: int
    headers: RawHeaders
    length: int | None
    body: bytes | Pieces


class Source(Protocol):
    """Where the pieces come from."""

    def hold_back(self) -> None:
        """Bring no more for now."""

    def go_on(self) -> None:
        """Bring more again."""

    def drop(self) -> None:
        """Bring nothing any more."""


class Pieces:
    """A long answer while it comes, held up to a bound. Closed before its end it takes its connection along."""

    def __init__(self, connection: Source) -> None:
        self._connection = connection
        self._pieces: list[bytes] = []
        self._held = 0
        self._ended = False
        self._on_end: Callable[[], None] = lambda: None
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    def feed(self, piece: bytes) -> None:
        """More has come."""
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= WHOLE:
            self._connection.hold_back()
        self._wake()

    def end(self, error: Exception | None = None) -> None:
        """No more comes, all being well or not."""
        self._ended, self._error = True, error
        self._on_end()
        self._wake()

    def at_end(self, tell: Callable[[], None]) -> None:
        """Call `tell` when no more comes, at once where that is so already."""
        if self._ended:
            tell()
        else:
            self._on_end = tell

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Each piece; Broken where the service breaks off."""
        while True:
            if self._pieces:
                piece = b"".join(self._pieces)
                self._pieces.clear()
                self._held = 0
                self._connection.go_on()
                yield piece
            elif self._ended:
                if self._error is not None:
                    raise self._error
                return
            else:
                self._waiter = asyncio.get_running_loop().create_future()
                await self._waiter

    def close(self) -> None:
        """Nobody reads on."""
        if not self._ended:
            self._connection.drop()
