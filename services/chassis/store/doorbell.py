"""A doorbell: an event that rings when a document is inserted, by a change stream, so that nobody has to poll fast."""

from __future__ import annotations

import threading
from typing import Any

from pymongo.errors import PyMongoError

from services.chassis.store.database import Database

_ONLY_INSERTS: list[dict[str, Any]] = [{"$match": {"operationType": "insert"}}, {"$project": {"_id": 1}}]


def ring_on_insert(database: Database, name: str, bell: threading.Event, stop: threading.Event) -> None:
    """Set `bell` at each insert into collection `name` until `stop`; opens the stream again when it breaks."""
    while not stop.is_set():
        try:
            with database.rows(name).watch(_ONLY_INSERTS, max_await_time_ms=1000, batch_size=1000) as stream:
                bell.set()  # what came before the stream was open
                while stream.alive and not stop.is_set():
                    if stream.try_next() is not None:
                        bell.set()
        except PyMongoError:
            stop.wait(1.0)
