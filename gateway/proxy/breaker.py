"""A breaker a service: after some failures in a row nobody waits for it any more, until one try succeeds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Open (nobody gets through) after `failures` in a row; later one may try, and it closes or opens for longer."""

    def __init__(
        self,
        failures: int = 5,
        first_pause: float = 1.0,
        longest_pause: float = 15.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed, self._first, self._longest = failures, first_pause, longest_pause
        self._now = now
        self._lock = threading.Lock()
        self._failed = 0
        self._pause = first_pause
        self._next_try_at = 0.0

    def lets_through(self) -> bool:
        """Whether a request may be tried now. While half open only the first who asks may."""
        if self._failed < self._allowed:
            return True
        with self._lock:
            if self._now() < self._next_try_at:
                return False
            self._next_try_at = self._now() + self._pause
            return True

    def succeeded(self) -> None:
        """The service answered, whatever it said."""
        if self._failed:
            with self._lock:
                self._failed, self._pause = 0, self._first

    def failed(self) -> None:
        """The service could not be reached or did not answer in time."""
        with self._lock:
            self._failed += 1
            if self._failed == self._allowed:
                self._next_try_at = self._now() + self._pause
            elif self._failed > self._allowed:
                self._pause = min(2 * self._pause, self._longest)
                self._next_try_at = self._now() + self._pause

    def seconds_until_next_try(self) -> int:
        """When it is worth coming again, in whole seconds, at least one."""
        return max(1, round(self._next_try_at - self._now()))
