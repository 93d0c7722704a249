"""What was looked up a moment ago, so that a busy caller costs one look a second and not one a request."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

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

    def get(self, key: Key, load: Callable[[], Value]) -> Value:
        """The value of `key`, from memory or from `load`."""
        found = self._found.get(key)
        if found is not None and self._now() < found[0]:
            return found[1]
        value = load()
        if len(self._found) >= _MOST:
            self._found.clear()
        self._found[key] = (self._now() + self._seconds, value)
        return value
