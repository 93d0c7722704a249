"""A few threads for what waits (the store, the gateway's own pages), with no more work than they can do soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from services.chassis.errors import Unavailable

Value = TypeVar("Value")
WAITING_EACH = 32


class Threads:
    """`count` threads; at most as many tasks wait for each as would make a caller wait for long."""

    def __init__(self, name: str, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, name)
        self._most = count * (1 + WAITING_EACH)
        self._begun = 0

    async def run(self, work: Callable[[], Value]) -> Value:
        """What `work` returns or raises, with the language and the trace of who calls. Unavailable when crowded."""
        if self._begun >= self._most:
            raise Unavailable(retry_after=1)
        self._begun += 1
        loop, future = asyncio.get_running_loop(), self._pool.submit(copy_context().run, work)
        future.add_done_callback(lambda done: self._done(loop, done))
        return await asyncio.wrap_future(future, loop=loop)

    def _done(self, loop: asyncio.AbstractEventLoop, _future: Future[Value]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._less)

    def _less(self) -> None:
        self._begun -= 1

    def stop(self) -> None:
        """Begin nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
