"""The gunicorn worker that serves the door on an event loop: `worker_class` in deploy/door_gunicorn.py.

gunicorn stays the master (processes, signals, restarts); the application is a `Door`. TERM ends gracefully, QUIT and
INT at once, as everywhere in gunicorn.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from typing import Any, Final

import uvloop
from gunicorn.workers.base import Worker as GunicornWorker

from gateway.proxy.door import Door
from gateway.server.bounds import Bounds
from gateway.server.server import Server

_BEAT_SECONDS: Final = 1.0
_FILES_BESIDES: Final = 256
"""File descriptors that are kept for services, the store and long bodies."""


class Worker(GunicornWorker):  # type: ignore[misc]
    """One process of the gateway."""

    wsgi: Door

    def init_signals(self) -> None:
        """Only those that must work before the loop runs; the others are the loop's."""
        super().init_signals()
        signal.set_wakeup_fd(-1)

    def run(self) -> None:
        """Serve until told to stop."""
        uvloop.run(self._serve())

    async def _serve(self) -> None:
        loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, self._over.set)
        for number in (signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, os._exit, 0)
        loop.add_signal_handler(signal.SIGUSR1, self.log.reopen_files)
        proxies = self.cfg.forwarded_allow_ips
        server = Server(self.wsgi, self._bounds(), proxies, self._count)
        self.wsgi.start(self.cfg.threads)
        await server.start([one.sock for one in self.sockets])
        beats = asyncio.create_task(self._beat())
        await self._over.wait()
        self.alive = False
        await server.stop(max(1.0, self.cfg.graceful_timeout - 1))
        beats.cancel()
        self.wsgi.stop()

    async def _beat(self) -> None:
        """Tell the master that the loop runs; stop when it has gone."""
        while True:
            self.notify()
            if os.getppid() != self.ppid:
                self._over.set()
            await asyncio.sleep(_BEAT_SECONDS)

    def _count(self, answered: int) -> None:
        if answered >= self.max_requests:
            self._over.set()

    def _bounds(self) -> Bounds:
        cfg: Any = self.cfg
        silence = float(os.environ.get("WEB_SILENCE_SECONDS", "15"))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = cfg.worker_connections + _FILES_BESIDES
        if soft != resource.RLIM_INFINITY and soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        most = cfg.worker_connections if soft == resource.RLIM_INFINITY else min(cfg.worker_connections, soft - 64)
        return Bounds(
            request_line=cfg.limit_request_line, headers=cfg.limit_request_fields, head_seconds=silence,
            silence_seconds=silence, idle_seconds=cfg.keepalive, connections=most,
        )  # fmt: skip
