"""The body of a request before it goes on: taken whole, so that no slow client holds a service; if long in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Final

from gateway.server.incoming import BrokenOff, Incoming
from gateway.server.messages import Request
from gateway.server.threads import Threads
from services.chassis.errors import BadRequest, TooLarge, Unavailable
from services.chassis.i18n import _

SMALL: Final = 64 * 1024
PIECE: Final = 256 * 1024
_HELD_IN_FILES: Final = 1024 * 1024 * 1024


@dataclass(slots=True)
class Body:
    """What is sent on: `length` bytes, in memory when they are few and else in a file that has no name."""

    content: bytes | IO[bytes]
    length: int
    on_close: Callable[[int], None] | None = None

    def close(self) -> None:
        """Give the file back."""
        if not isinstance(self.content, bytes) and not self.content.closed:
            self.content.close()
            if self.on_close:
                self.on_close(self.length)


NOTHING: Final = Body(b"", 0)


class Bodies:
    """Takes bodies in; all files of one process hold a gibibyte at most."""

    def __init__(self, largest: int, threads: Threads) -> None:
        self._largest, self._threads = largest, threads
        self._in_files = 0

    async def take(self, request: Request) -> Body:
        """The whole body. TooLarge over the largest, before it is asked for when its length says so; BadRequest when it
        breaks off; Unavailable when there is no room for one more long body.
        """
        incoming = request.body
        if incoming.length == 0:
            return NOTHING
        if incoming.length is not None and incoming.length > self._largest:
            raise TooLarge()
        start = await whole(incoming, SMALL)
        if incoming.ended and len(start) <= SMALL:
            return Body(start, len(start))
        file = TemporaryFile()  # noqa: SIM115  closed with the body
        body = Body(file, 0, self._less)
        try:
            await self._fill(body, file, start, incoming)
        except BaseException:
            body.close()
            raise
        return body

    async def _fill(self, body: Body, file: IO[bytes], piece: bytes, incoming: Incoming) -> None:
        while piece:
            body.length += len(piece)
            self._in_files += len(piece)
            if body.length > self._largest:
                raise TooLarge()
            if self._in_files > _HELD_IN_FILES:
                raise Unavailable(retry_after=5)
            await self._threads.run(partial(file.write, piece))
            piece = await next_piece(incoming)

    def _less(self, length: int) -> None:
        self._in_files -= length


async def whole(incoming: Incoming, most: int) -> bytes:
    """What comes until the end, or until it is more than `most`. BadRequest when it breaks off."""
    pieces: list[bytes] = []
    length = 0
    while length <= most and (piece := await next_piece(incoming)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


async def next_piece(incoming: Incoming) -> bytes:
    """What comes next, nothing at the end. BadRequest when it breaks off."""
    try:
        return await incoming.next()
    except BrokenOff as error:
        raise BadRequest(_("The request ended too early.")) from error
