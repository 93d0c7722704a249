"""The server of one process: its listening sockets, its connections, and how it stops without refusing anybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address, ip_network
from socket import socket
from typing import Final

from gateway.server.bounds import Bounds
from gateway.server.connection import Connection
from gateway.server.messages import Application
from gateway.server.watch import Watch

BACKLOG: Final = 512
_IDLE_AT_STOP_SECONDS: Final = 1.0
"""A kept connection may bring one more request while we stop: it is answered, and told that the connection ends."""


class Server:
    """Serves `application`; `proxies` are the addresses or networks whose X-Forwarded-Proto is believed ("*": all)."""

    def __init__(
        self,
        application: Application,
        bounds: Bounds,
        proxies: Sequence[str] = (),
        on_answer: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self.application, self.bounds = application, bounds
        self.watch = Watch()
        self.stopping = False
        self._all = "*" in proxies
        self._networks = [ip_network(one, strict=False) for one in proxies if one not in ("*", "")]
        self._on_answer = on_answer
        self._answered = 0
        self._connections: set[Connection] = set()
        self._listening: list[asyncio.AbstractServer] = []

    async def start(self, sockets: Sequence[socket]) -> None:
        """Accept from `sockets`, on the running loop."""
        loop = asyncio.get_running_loop()
        self.watch.start()
        for one in sockets:
            one.setblocking(False)
            self._listening.append(await loop.create_server(lambda: Connection(self), sock=one, backlog=BACKLOG))

    async def stop(self, seconds: float) -> None:
        """Accept no more, answer all that has been asked, and be done after `seconds` at the latest."""
        self.stopping = True
        until = time.monotonic() + seconds
        for one in self._listening:
            one.close()
        for connection in list(self._connections):
            connection.leave_soon(_IDLE_AT_STOP_SECONDS)
        while self._connections and time.monotonic() < until:
            await asyncio.sleep(0.02)
        for connection in list(self._connections):
            connection.drop()
        self.watch.stop()

    def trusts(self, address: str) -> bool:
        """Whether `address` is a proxy of ours, which says how its client came."""
        if self._all or not address:
            return self._all
        found = ip_address(address.partition("%")[0])
        return any(found in network for network in self._networks)

    # Told by the connections

    def arrived(self, connection: Connection) -> None:
        """One more; where there are too many the one goes that has asked for nothing for longest."""
        if len(self._connections) >= self.bounds.connections:
            idle = [one for one in self._connections if not one.busy]
            if not idle:
                connection.drop()
                return
            longest = min(idle, key=lambda one: one.waits_since)
            self.left(longest)
            longest.drop()
        self._connections.add(connection)
        self.watch.watched.add(connection)

    def left(self, connection: Connection) -> None:
        """One less."""
        self._connections.discard(connection)
        self.watch.watched.discard(connection)

    def answered(self) -> None:
        """A request is done."""
        self._answered += 1
        self._on_answer(self._answered)
