"""The outbox of a service: events that committed with their change, numbered later in order, kept as the feed.

Rows: `sequence` 0 until the relay numbers them, `published_at` None until the broker confirmed them. Sending them is
the business of events/relay.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, cast

import uuid_utils
from pymongo import ReturnDocument, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern

from services.chassis import failpoints
from services.chassis.events.contract import Event
from services.chassis.store.database import MAJORITY, Database, Row
from services.chassis.store.leases import fence
from services.chassis.telemetry.trace import current_traceparent

FEED = "feed"


class Cause(Protocol):
    """The event that a new event is said because of."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def epoch(self) -> str:
        """The epoch of its source's feed."""

    @property
    def correlation_id(self) -> str:
        """What it and everything that follows from it is grouped by."""


def row(
    id: str, event: type[Event], document: Mapping[str, Any], data: Mapping[str, Any],
    now: datetime, actor: str, cause: Cause | None, dataref: str | None,
) -> Row:  # fmt: skip
    """A new row of the outbox that says `event` about `document`."""
    return {
        "_id": id,
        "sequence": 0,
        "published_at": None,
        "type": event.type,
        "subject": document["_id"],
        "subjectversion": document.get("version", 1),
        "city": document.get("city"),
        "time": now,
        "actor": actor,
        "correlationid": cause.correlation_id if cause else id,
        "causationid": cause.id if cause else None,
        "traceparent": current_traceparent(),
        "dataref": dataref,
        "data": event.said(data),
    }


def feed_head(database: Database) -> Row:
    """`{"epoch", "head"}` of the feed; the epoch is made with it and changes when a store was set back in time."""
    head = database.rows("leases").find_one({"_id": FEED})
    if head is None or not {"epoch", "head"} <= head.keys():
        return _head_moved_on(database, 0)
    return {"epoch": head["epoch"], "head": int(head["head"])}


def _head_moved_on(database: Database, count: int, session: ClientSession | None = None) -> Row:
    """The feed's head after `count` more numbers were given out; made where there is none."""
    moved = {
        "epoch": {"$ifNull": ["$epoch", str(uuid_utils.uuid7())]},
        "head": {"$add": [{"$ifNull": ["$head", 0]}, count]},
    }
    found = database.rows("leases").find_one_and_update(
        {"_id": FEED}, [{"$set": moved}], upsert=True, return_document=ReturnDocument.AFTER, session=session
    )
    head = cast(Row, found)  # there is one: it was made if it was missing
    return {"epoch": head["epoch"], "head": int(head["head"])}


def new_epoch(database: Database) -> str:
    """Begin a new epoch, after the store was restored from a backup: every consumer then reads the feed anew."""
    epoch = str(uuid_utils.uuid7())
    database.rows("leases").update_one({"_id": FEED}, {"$set": {"epoch": epoch}}, upsert=True)
    return epoch


def number(database: Database, token: int, limit: int) -> int:
    """Number up to `limit` new rows, if `token` is still that of the relay's lease; how many there were."""
    with (
        database.client.start_session() as session,
        session.start_transaction(read_concern=ReadConcern("snapshot"), write_concern=MAJORITY),
    ):
        rows = database.rows("outbox").find(
            {"published_at": None, "sequence": 0}, {"_id": 1}, session=session, limit=limit, sort=[("_id", 1)]
        )
        ids = [one["_id"] for one in rows]
        if ids:
            first = _reserve(database, token, len(ids), session)
            database.rows("outbox").bulk_write(
                [UpdateOne({"_id": id}, {"$set": {"sequence": first + place}}) for place, id in enumerate(ids)],
                session=session, ordered=False,
            )  # fmt: skip
            failpoints.reached("relay.numbers-written")
    return len(ids)


def _reserve(database: Database, token: int, count: int, session: ClientSession) -> int:
    """Move the head on by `count` and give the first of the new numbers. Raises `Fenced`."""
    fence(database, "relay", token, session)
    last: int = _head_moved_on(database, count, session)["head"]
    return last - count + 1


def unpublished(database: Database, limit: int) -> list[Row]:
    """Numbered rows that the broker has not confirmed, in order."""
    numbered = {"published_at": None, "sequence": {"$gt": 0}}
    return list(database.rows("outbox").find(numbered, sort=[("sequence", 1)], limit=limit, batch_size=limit))


def mark_published(database: Database, rows: Sequence[Row], now: datetime) -> None:
    """Note that the broker confirmed exactly these rows."""
    database.rows("outbox").update_many({"_id": {"$in": [one["_id"] for one in rows]}}, {"$set": {"published_at": now}})


def read_feed(database: Database, after: int, limit: int) -> list[Row]:
    """Up to `limit` numbered rows after number `after`, in order: the truth that consumers heal from."""
    return list(
        database.rows("outbox").find(
            {"sequence": {"$gt": after}}, sort=[("sequence", 1)], limit=limit, batch_size=limit
        )
    )


def pending(database: Database, now: datetime) -> dict[str, float]:
    """How many rows wait for the broker, and how old the oldest of them is in seconds."""
    rows = database.rows("outbox")
    oldest = rows.find_one({"published_at": None}, {"time": 1}, sort=[("_id", 1)])
    age = (now - oldest["time"]).total_seconds() if oldest else 0.0
    return {"pending": rows.count_documents({"published_at": None}), "oldest_seconds": max(0.0, round(age, 3))}
