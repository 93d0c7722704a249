"""A doorbell: rings when a document is inserted, by a change stream, so that nobody has to poll fast."""

from __future__ import annotations

import threading
from typing import Any

from pymongo.errors import PyMongoError

from services.chassis.store.database import Database

_INSERTS: list[dict[str, Any]] = [
    {"$changeStream": {}}, {"$match": {"operationType": "insert"}}, {"$project": {"_id": 1}}
]  # fmt: skip
_AWAIT_MS = 5000
_MANY = 100


class Doorbell:
    """Rings for one who waits at it, at inserts into collection `name`; while nobody waits it reads nothing."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._rung = threading.Event()
        self._awaited = threading.Event()
        self._afresh = False

    def wait(self, seconds: float, found: int = 0) -> None:
        """Wait for a ring, but no longer than that; `found` is how many were there since the last one.

        After many the stream begins anew at its end: to read of each insert would cost more than to find them did.
        """
        self._afresh = found > _MANY
        self._awaited.set()
        self._rung.wait(seconds)
        self._rung.clear()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()
        self._awaited.set()

    def listen(self, stop: threading.Event) -> None:
        """Ring at inserts until `stop`, on a thread of its own; opens the stream again when it breaks."""
        while not stop.is_set():
            try:
                self._listen(stop)
            except PyMongoError:
                stop.wait(1.0)

    def _listen(self, stop: threading.Event) -> None:
        rows = self._database.rows(self._name)
        # whole batches as they are: what is in them does not matter
        batches: Any = rows.aggregate_raw_batches(_INSERTS, batchSize=1000, maxAwaitTimeMS=_AWAIT_MS)
        with batches as stream:
            self._rung.set()  # what came before the stream was open
            while stream.alive and not stop.is_set():
                if stream.try_next() is None:
                    continue
                self._awaited.clear()
                self._rung.set()
                self._awaited.wait()
                if self._afresh:
                    return
