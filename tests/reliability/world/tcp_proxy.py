"""A TCP proxy that harms what it carries when told to: connections cut, half open, slow. It understands no protocol.

A MongoDB driver must be given `directConnection=true` with the proxy's address, or it goes on to the member's own.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from services.chassis.local.ports import LOOPBACK

PIECE_BYTES = 65536
_RESET_WHEN_CLOSED = struct.pack("ii", 1, 0)
_COMMAND_SECONDS = 10

Result = TypeVar("Result")


class TcpProxy:
    """Listens on `port` of loopback and carries bytes to and from `target`, another port there."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._links: set[_Link] = set()
        self._traps: list[_Trap] = []
        self._delay = 0.0
        self._open_gate = asyncio.Event()
        self._open_gate.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tcp-proxy", daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._carry, LOOPBACK, 0, limit=PIECE_BYTES, backlog=512))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def __enter__(self) -> TcpProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What can be done to the connections; each call returns when it is done

    def cut(self, share: float = 1.0) -> int:
        """Reset a random `share` of the connections, at both ends; how many there were."""
        return self._call(lambda: sum(link.cut() for link in list(self._links) if random.random() < share))

    def fall_silent(self) -> None:
        """Carry nothing any more, and tell neither end: half open. New connections are taken and get no answer."""
        self._call(self._open_gate.clear)

    def speak(self) -> None:
        """Carry again, what was held back first."""
        self._call(self._open_gate.set)

    def delay(self, seconds: float) -> None:
        """Hold each piece of up to 64 KiB back for so long, one after the other; 0 ends it."""
        self._delay = seconds

    def cut_at(self, words: bytes, *, delivered: bool) -> threading.Event:
        """Cut the one connection on which a client next sends `words`; the event is set when that was done.

        `delivered` says whether the server still gets them; its answer is lost either way.
        """
        trap = _Trap(words, delivered)
        self._call(lambda: self._traps.append(trap))
        return trap.sprung

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._links)

    def close(self) -> None:
        """Stop listening and cut everything."""
        self._call(self._server.close)
        self._call(self._open_gate.set)
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_COMMAND_SECONDS)

    # How

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link(writer)
        self._links.add(link)
        try:
            with suppress(OSError):  # an end is gone, or there was no server
                server_reader, link.server = await asyncio.open_connection(LOOPBACK, self._target, limit=PIECE_BYTES)
                await asyncio.gather(
                    self._pump(reader, link.server, link), self._pump(server_reader, writer, None),
                )  # fmt: skip
        finally:
            link.cut()
            self._links.discard(link)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sender: _Link | None) -> None:
        """One direction, until its end or a harm; `sender` is the link where a client sends."""
        while piece := await reader.read(PIECE_BYTES):
            await self._open_gate.wait()
            if self._delay:
                await asyncio.sleep(self._delay)
            trap = next((one for one in self._traps if sender and one.words in piece), None)
            if trap is None or trap.delivered:
                writer.write(piece)
                await writer.drain()
            if trap and sender:
                await self._spring(trap, sender)
        await self._open_gate.wait()
        writer.write_eof()

    async def _spring(self, trap: _Trap, link: _Link) -> None:
        """Cut at once on the client's side; the server, who has the words, only after it had time to obey them."""
        self._traps.remove(trap)
        link.cut_client()
        if trap.delivered:
            await asyncio.sleep(0.2)
        link.cut()
        trap.sprung.set()

    def _call(self, work: Callable[[], Result]) -> Result:
        async def called() -> Result:
            return work()

        return self._do(called())

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_COMMAND_SECONDS)


class _Trap:
    """Words that are waited for."""

    def __init__(self, words: bytes, delivered: bool) -> None:
        self.words, self.delivered = words, delivered
        self.sprung = threading.Event()


class _Link:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, client: asyncio.StreamWriter) -> None:
        self.client = client
        self.server: asyncio.StreamWriter | None = None

    def cut(self) -> bool:
        """Reset both ends; True, so that it can be counted."""
        self.cut_client()
        if self.server:
            _reset(self.server)
        return True

    def cut_client(self) -> None:
        """Reset the client's end."""
        _reset(self.client)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close without a farewell (RST), and throw away what was to be sent."""
    with suppress(OSError):  # closed already
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_WHEN_CLOSED)
    writer.transport.abort()
