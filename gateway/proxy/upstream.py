"""One service behind the door: its places, its breaker, its kept-alive connections; what may be repeated, once."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import structlog

from gateway.proxy.body import NOTHING, Body
from gateway.proxy.breaker import Breaker
from gateway.proxy.reply import Broken, Pieces, Reply
from gateway.proxy.upstream_connection import UpstreamConnection
from gateway.server.threads import Threads
from gateway.server.watch import Watch
from gateway.settings import GatewaySettings
from services.chassis.errors import Unavailable

log = structlog.get_logger()

REPEATABLE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT_SECONDS: Final = 60
"""Less than a service keeps an idle connection, so that nothing is written into one that is being closed."""
_LARGEST_DOCUMENT: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """What a service said to the gateway itself."""

    status: int
    content: bytes


class Upstream:
    """The way to one service, from the loop that serves; `ask_from_thread` from anywhere else.

    At most `connections` requests are under way at once, so that a slow service holds some of the gateway's memory and
    never all; who finds no place within `place_seconds` is told to come again.
    """

    def __init__(self, name: str, url: str, own: GatewaySettings) -> None:
        parts = urlsplit(url)
        self.name, self._own = name, own
        self._host, self._port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._line = f" HTTP/1.1\r\nhost: {parts.netloc}\r\n"
        self.breaker = Breaker()
        self._places = asyncio.Semaphore(own.connections)
        self._idle: list[UpstreamConnection] = []

    def start(self, watch: Watch, threads: Threads) -> None:
        """Be asked from now on, on the running loop."""
        self._loop, self._watch, self._threads = asyncio.get_running_loop(), watch, threads

    async def ask(self, method: str, target: str, headers: dict[str, str], body: Body = NOTHING) -> Reply:
        """The service's answer, whatever its status. Unavailable when there is none in time or no place to ask."""
        if not self.breaker.lets_through():
            raise Unavailable(retry_after=self.breaker.seconds_until_next_try())
        await self._take_place()
        reply = None
        try:
            reply = await self._sent(method, self._head(method, target, headers, body), body)
        except (OSError, TimeoutError, Broken) as error:
            self.breaker.failed()
            log.warning("upstream.unavailable", upstream=self.name, fault=type(error).__name__)
            raise Unavailable(retry_after=2) from error
        finally:
            if reply is not None and isinstance(reply.body, Pieces):
                reply.body.at_end(self._places.release)
            else:
                self._places.release()
        self.breaker.succeeded()
        return reply

    def ask_from_thread(self, target: str, headers: dict[str, str]) -> Document:
        """What the service says at `target`, for the gateway's own pages. Unavailable as `ask`."""
        asked = asyncio.run_coroutine_threadsafe(self._document(target, headers), self._loop)
        return asked.result()

    async def _document(self, target: str, headers: dict[str, str]) -> Document:
        reply = await self.ask("GET", target, headers)
        if isinstance(reply.body, bytes):
            return Document(reply.status, reply.body)
        whole = bytearray()
        try:
            async for piece in reply.body:
                whole += piece
                if len(whole) > _LARGEST_DOCUMENT:
                    raise Unavailable()
        except (Broken, TimeoutError) as error:
            raise Unavailable() from error
        finally:
            reply.body.close()
        return Document(reply.status, bytes(whole))

    def _head(self, method: str, target: str, headers: dict[str, str], body: Body) -> bytes:
        lines = [f"{method} {target}{self._line}", *(f"{name}: {value}\r\n" for name, value in headers.items())]
        if body.length or method not in REPEATABLE_METHODS:
            lines.append(f"content-length: {body.length}\r\n")
        return ("".join(lines) + "\r\n").encode("latin-1")

    async def _take_place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(self._own.place_seconds):
                await self._places.acquire()
        except TimeoutError as error:
            log.warning("upstream.crowded", upstream=self.name)
            raise Unavailable(retry_after=1) from error

    async def _sent(self, method: str, head: bytes, body: Body) -> Reply:
        """Send once; a kept connection that closed under us is no answer, so what may be repeated is sent again."""
        is_head = method == "HEAD"
        connection = self._kept() or await self._connect()
        try:
            return await connection.ask(head, body, self._threads, is_head=is_head)
        except Broken as error:
            if not error.unanswered or method not in REPEATABLE_METHODS:
                raise
        connection = await self._connect()
        return await connection.ask(head, body, self._threads, is_head=is_head)

    def _kept(self) -> UpstreamConnection | None:
        """The connection that was used last of those that are good."""
        young = time.monotonic() - _KEPT_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.usable and connection.idle_since > young:
                return connection
            connection.drop()
        return None

    async def _connect(self) -> UpstreamConnection:
        async with asyncio.timeout(self._own.connect_seconds):
            _transport, connection = await self._loop.create_connection(
                lambda: UpstreamConnection(self._own.read_seconds, self._freed), self._host, self._port, ssl=self._tls
            )
        self._watch.watched.add(connection)
        return connection

    def _freed(self, connection: UpstreamConnection) -> None:
        if connection.usable:
            self._idle.append(connection)
            return
        self._watch.watched.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)

    def stop(self) -> None:
        """Close what is kept."""
        while self._idle:
            self._idle.pop().drop()
