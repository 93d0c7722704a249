"""Where requests are counted, in the form that the library `limits` asks for: in memory, or in the gateway's store.

The library's own memory starts a thread every hundredth of a second to throw old counters away, which costs more than
the counting; its own MongoDB storage opens a second connection.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Final

from limits.storage import Storage

from gateway.records import Records

_MOST: Final = 50_000


class _Counters(Storage):
    """What both have in common: they are asked for a count and an end, and fail as their store does."""

    STORAGE_SCHEME = None

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """None: whatever the store raises is told as it is, and the request fails closed."""
        return ()

    def check(self) -> bool:
        """Whether the store answers; /readyz asks the store itself."""
        return True


class QuickCounters(_Counters):
    """Counters in the memory of this process."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count in the running window, or begin one of `expiry` seconds."""
        now = time.time()
        with self._lock:
            until, count = self._windows.get(key, (0.0, 0))
            if until <= now:
                self._make_room(now)
                until, count = now + expiry, 0
            self._windows[key] = (until, count + amount)
        return count + amount

    def _make_room(self, now: float) -> None:
        """Throw away what has ended once there is much; all of it where nothing has."""
        if len(self._windows) >= _MOST:
            running = {key: window for key, window in self._windows.items() if window[0] > now}
            self._windows = running if len(running) < _MOST else {}

    def get(self, key: str) -> int:
        """How many were counted in the running window."""
        until, count = self._windows.get(key, (0.0, 0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the running window ends, in seconds since 1970."""
        return max(self._windows.get(key, (0.0, 0))[0], time.time())

    def reset(self) -> int:
        """Forget all counters."""
        forgotten, self._windows = len(self._windows), {}
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._windows.pop(key, None)


class StoredCounters(_Counters):
    """Counters of `limits` in the gateway's own database, by the clock of the process."""

    def __init__(self, records: Records) -> None:
        super().__init__()
        self._rows = records.database.rows("limits")
        self._now = records.clock.now

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count in the running window, or begin one of `expiry` seconds."""
        now = self._now()
        running = {"$gt": ["$until", now]}
        counted = {"$cond": [running, {"$add": ["$count", amount]}, amount]}
        until = {"$cond": [running, "$until", now + timedelta(seconds=expiry)]}
        row = self._rows.find_one_and_update(
            {"_id": key}, [{"$set": {"count": counted, "until": until}}], upsert=True, return_document=True
        )
        return int(row["count"]) if row else amount

    def get(self, key: str) -> int:
        """How many were counted in the running window."""
        row = self._rows.find_one({"_id": key, "until": {"$gt": self._now()}})
        return int(row["count"]) if row else 0

    def get_expiry(self, key: str) -> float:
        """When the running window ends, in seconds since 1970."""
        row = self._rows.find_one({"_id": key})
        return float((row["until"] if row else self._now()).timestamp())

    def reset(self) -> int:
        """Forget all counters."""
        return int(self._rows.delete_many({}).deleted_count)

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._rows.delete_one({"_id": key})
