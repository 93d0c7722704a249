"""The inbox of a service: which events had their effect, which wait to be tried again, which are dead, and how far
each source's feed was followed. What is done with an event is the business of events/intake.py.

A row's state is done, waiting or dead; a waiting or dead one keeps the event (or the undecodable bytes).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.chassis.store.database import Database, Row
from services.chassis.store.unit_of_work import UnitOfWork


def known(database: Database, ids: Iterable[str], uow: UnitOfWork | None = None) -> set[str]:
    """Those of `ids` that have a row already, in whatever state."""
    session = uow.session if uow else None
    return {row["_id"] for row in database.rows("inbox").find({"_id": {"$in": list(ids)}}, {"_id": 1}, session=session)}


def done(id: str, source: str, sequence: int, type: str, now: datetime) -> Row:
    """A row that says: this event had its effect."""
    return {
        "_id": id,
        "source": source,
        "sequence": sequence,
        "type": type,
        "state": "done",
        "tries": 0,
        "done_at": now,
    }


def cursor(database: Database, source: str, uow: UnitOfWork | None = None) -> tuple[str, int]:
    """The epoch and the last number up to which every event of `source` was taken in; ("", 0) for a new source."""
    row = database.rows("cursors").find_one({"_id": source}, session=uow.session if uow else None)
    return (row["epoch"], int(row["sequence"])) if row else ("", 0)


def due(database: Database, now: datetime, limit: int) -> list[Row]:
    """Waiting rows whose time has come, oldest first."""
    ripe = {"state": "waiting", "next_at": {"$lte": now}}
    return list(database.rows("inbox").find(ripe, sort=[("next_at", 1)], limit=limit))


def next_at(database: Database) -> datetime | None:
    """When the next waiting row is to be tried; None where none waits."""
    row = database.rows("inbox").find_one({"state": "waiting"}, {"next_at": 1}, sort=[("next_at", 1)])
    return row["next_at"] if row else None


def keep_waiting(database: Database, row: Row) -> None:
    """Keep or renew a waiting or dead row; one that is done stays so."""
    rows = database.rows("inbox")
    if rows.replace_one({"_id": row["_id"], "state": {"$ne": "done"}}, row).matched_count == 0:
        kept = {name: value for name, value in row.items() if name != "_id"}
        rows.update_one({"_id": row["_id"]}, {"$setOnInsert": kept}, upsert=True)


def dead(database: Database, limit: int = 100, after: str = "") -> list[Row]:
    """Dead rows by id, for an operator."""
    return list(database.rows("inbox").find({"state": "dead", "_id": {"$gt": after}}, sort=[("_id", 1)], limit=limit))


def find_dead(database: Database, id: str) -> Row | None:
    """The dead row `id`."""
    return database.rows("inbox").find_one({"_id": id, "state": "dead"})


def replay(database: Database, id: str, now: datetime) -> bool:
    """Have the dead event `id` tried again at once, with all its tries; False if there is none that can be read."""
    readable = {"_id": id, "state": "dead", "event": {"$ne": None}}
    again = {"$set": {"state": "waiting", "next_at": now, "tries": 0}}
    return database.rows("inbox").update_one(readable, again).matched_count == 1


def discard(database: Database, id: str, now: datetime) -> bool:
    """Give the dead event `id` up: it counts as done, and what it held is gone; False if there is none."""
    noted = {"state": "done", "discarded": True, "done_at": now}
    given_up = {"$set": noted, "$unset": {"event": "", "raw": "", "error": ""}}
    return database.rows("inbox").update_one({"_id": id, "state": "dead"}, given_up).matched_count == 1


def summary(database: Database) -> dict[str, dict[str, Any]]:
    """For each source: the number followed so far, how many events wait and are dead, the age of the oldest."""
    sources = {row["_id"]: {"sequence": int(row["sequence"]), "waiting": 0, "dead": 0, "lag_seconds": 0.0}
               for row in database.rows("cursors").find()}  # fmt: skip
    states = database.rows("inbox").aggregate([
        {"$match": {"state": {"$in": ["waiting", "dead"]}}},
        {"$group": {"_id": {"source": "$source", "state": "$state"}, "count": {"$sum": 1},
                    "age": {"$max": {"$subtract": ["$$NOW", "$received_at"]}}}},
    ])  # fmt: skip
    for row in states:
        source = sources.setdefault(row["_id"]["source"], {"sequence": 0, "waiting": 0, "dead": 0, "lag_seconds": 0.0})
        source[row["_id"]["state"]] = row["count"]
        if row["_id"]["state"] == "waiting":
            source["lag_seconds"] = round(max(0, row["age"] or 0) / 1000, 3)
    return sources
