"""One look at all connections a few times a second, for what is due: cheaper than a timer for each request."""

from __future__ import annotations

import asyncio
import time
from typing import Final, Protocol

SECONDS: Final = 0.2


class Watched(Protocol):
    """Something with deadlines of its own, by time.monotonic."""

    def check(self, now: float) -> None:
        """Act on what is overdue."""


class Watch:
    """Looks at what is in `watched` while it runs."""

    def __init__(self) -> None:
        self.watched: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin, on the running loop."""
        self._timer = asyncio.get_running_loop().call_later(SECONDS, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        now = time.monotonic()
        for one in list(self.watched):
            one.check(now)
        self.start()
