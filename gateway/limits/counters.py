"""Where requests are counted: in memory, or in the gateway's store. A window begins with the first request in it.

The library `limits` reads how a limit is written ("10/15minutes"). Its own counters are not used: those in memory start
a thread each hundredth of a second to throw old ones away, which costs more than the counting, and those in MongoDB
open a second connection.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol

from gateway.records import Records

_MOST: Final = 50_000


class Counters(Protocol):
    """Counts by key."""

    def count(self, key: str, seconds: int) -> tuple[int, float]:
        """One more in the running window of `key`, else the first of a new one: how many, and the seconds left."""

    def forget(self, key: str) -> None:
        """Begin anew with `key`."""


class QuickCounters:
    """Counters in the memory of this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def count(self, key: str, seconds: int) -> tuple[int, float]:
        """As `Counters.count`."""
        now = self._now()
        with self._lock:
            until, count = self._windows.get(key, (0.0, 0))
            if until <= now:
                self._make_room(now)
                until, count = now + seconds, 0
            self._windows[key] = (until, count + 1)
        return count + 1, until - now

    def _make_room(self, now: float) -> None:
        """Throw away what has ended once there is much; all of it where nothing has."""
        if len(self._windows) >= _MOST:
            running = {key: window for key, window in self._windows.items() if window[0] > now}
            self._windows = running if len(running) < _MOST else {}

    def forget(self, key: str) -> None:
        """As `Counters.forget`."""
        self._windows.pop(key, None)


class StoredCounters:
    """Counters in the gateway's own database, by the clock of the process. What the store raises is told as it is."""

    def __init__(self, records: Records) -> None:
        self._rows = records.database.rows("limits")
        self._now = records.clock.now

    def count(self, key: str, seconds: int) -> tuple[int, float]:
        """As `Counters.count`."""
        now = self._now()
        running = {"$gt": ["$until", now]}
        count = {"$cond": [running, {"$add": ["$count", 1]}, 1]}
        until = {"$cond": [running, "$until", now + timedelta(seconds=seconds)]}
        row = self._rows.find_one_and_update(
            {"_id": key}, [{"$set": {"count": count, "until": until}}], upsert=True, return_document=True
        )
        assert row is not None  # noqa: S101  it was just written  # nosec B101
        return int(row["count"]), float((row["until"] - now).total_seconds())

    def forget(self, key: str) -> None:
        """As `Counters.forget`."""
        self._rows.delete_one({"_id": key})
