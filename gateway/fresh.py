"""What was looked up a moment ago, so that a busy caller costs one look a second and not one a request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

SECONDS: Final = 0.8
"""Somebody switched off is kept out within a second (ASVS 7.4.2)."""
_MOST: Final = 10_000


Key = TypeVar("Key")
Value = TypeVar("Value")


class Fresh(Generic[Key, Value]):
    """Remembers what `load` found for a key for `seconds`; what raises is not remembered."""

    def __init__(self, seconds: float = SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._now = seconds, now
        self._found: dict[Key, tuple[float, Value]] = {}
        self._asking: dict[Key, asyncio.Future[Value]] = {}

    def get(self, key: Key, load: Callable[[], Value]) -> Value:
        """The value of `key`, from memory or from `load`."""
        found = self._found.get(key)
        if found is not None and self._now() < found[0]:
            return found[1]
        return self._remember(key, load())

    async def find(
        self, key: Key, load: Callable[[], Value], run: Callable[[Callable[[], Any]], Awaitable[Any]]
    ) -> Value:
        """As `get`, on a loop: `run` does `load` elsewhere, once for all who ask for `key` meanwhile."""
        found = self._found.get(key)
        if found is not None and self._now() < found[0]:
            return found[1]
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.ensure_future(run(load))
            asking.add_done_callback(lambda done: self._found_out(key, done))
        return await asyncio.shield(asking)

    def _found_out(self, key: Key, asked: asyncio.Future[Value]) -> None:
        del self._asking[key]
        if not asked.cancelled() and asked.exception() is None:
            self._remember(key, asked.result())

    def _remember(self, key: Key, value: Value) -> Value:
        if len(self._found) >= _MOST:
            self._found.clear()
        self._found[key] = (self._now() + self._seconds, value)
        return value
