"""The feed of a service: its events in the order of their numbers, and how far the broker has confirmed them.

A block is a row of the collection `feed`: `_id` is the number of its last event, `ids` are its events in order, `epoch`
is the epoch in which they were numbered, which stays when the store is set back and a new one begins. One
write to the head decides the newest block; from then on its numbers stand, and whoever holds the relay's lease settles
it: notes the block and marks its rows in the outbox as numbered. What a row of the outbox holds is known in outbox.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import uuid_utils
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from services.chassis import failpoints
from services.chassis.store.database import Database, Row
from services.chassis.store.leases import Fenced

HEAD = "feed"
"""The row of `leases` that is the head: epoch, number and ids of the newest block, what is published, who may write."""
BLOCKS_AT_ONCE = 16
_UNJOURNALED = WriteConcern(w=1)


@dataclass(frozen=True)
class Head:
    """How far the feed goes: the newest block ends with number `last`, the broker has all up to `published`."""

    epoch: str
    last: int
    ids: Sequence[str]
    published: int

    @property
    def first(self) -> int:
        """The number of the first event of the newest block."""
        return self.last - len(self.ids) + 1


def head(database: Database) -> Row:
    """`{"epoch", "head"}`: "" and 0 before the first worker begins the feed. Only read: who answers begins none."""
    row = database.rows("leases").find_one({"_id": HEAD}) or {}
    return {"epoch": row.get("epoch", ""), "head": int(row.get("head", 0))}


def _made(database: Database, token: int) -> Row:
    """The head, made where there is none, with `token` unless a later holder has written to it."""
    values = {
        "epoch": {"$ifNull": ["$epoch", str(uuid_utils.uuid7())]},
        "head": {"$ifNull": ["$head", 0]},
        "ids": {"$ifNull": ["$ids", []]},
        "published": {"$ifNull": ["$published", 0]},
        "token": {"$max": ["$token", token]},
    }
    row = database.rows("leases").find_one_and_update(
        {"_id": HEAD}, [{"$set": values}], upsert=True, return_document=ReturnDocument.AFTER
    )
    return cast(Row, row)  # there is one: it was made if it was missing


def take_over(database: Database, token: int) -> Head:
    """Keep out every relay with an earlier fencing token. Raises `Fenced` when a later one has come."""
    row = _made(database, token)
    if row["token"] != token:
        raise Fenced()
    return _head(row)


def number(database: Database, token: int, ids: Sequence[str], published: int) -> Head:
    """Give the next numbers to `ids`, durably, and note what is `published`. Raises `Fenced`.

    The block before must be settled.
    """
    change: dict[str, Any] = {"$inc": {"head": len(ids)}, "$max": {"published": published}, "$set": {"ids": ids}}
    row = database.rows("leases").find_one_and_update(
        {"_id": HEAD, "token": token}, change, return_document=ReturnDocument.AFTER
    )
    if row is None:
        raise Fenced()
    return _head(row)


def _head(row: Row) -> Head:
    return Head(row.get("epoch", ""), int(row.get("head", 0)), row.get("ids", ()), int(row.get("published", 0)))


def settle(database: Database, newest: Head, now: datetime) -> None:
    """Make the newest block a row of the feed and its events numbered ones. Safe to repeat, at any time later too."""
    if not newest.ids:
        return
    with suppress(DuplicateKeyError):  # somebody was here before
        database.rows("feed").insert_one({"_id": newest.last, "ids": newest.ids, "at": now, "epoch": newest.epoch})
    failpoints.reached("relay.block-noted")
    database.rows("outbox").update_many({"_id": {"$in": newest.ids}}, {"$unset": {"new": ""}})


def note_published(database: Database, token: int, published: int) -> None:
    """Note that the broker has confirmed all up to `published`; if that is lost, they are published once more."""
    heads = database.rows("leases").with_options(write_concern=_UNJOURNALED)
    heads.update_one({"_id": HEAD, "token": token}, {"$max": {"published": published}})


def new_epoch(database: Database, now: datetime) -> str:
    """Begin a new epoch, after the store was restored from a backup: every consumer then reads the feed anew."""
    epoch = str(uuid_utils.uuid7())
    settle(database, _head(_made(database, 0)), now)  # what has its numbers keeps the epoch that they are of
    database.rows("leases").update_one({"_id": HEAD}, {"$set": {"epoch": epoch}})
    return epoch


def read(database: Database, after: int, limit: int) -> list[Row]:
    """Up to `limit` rows after number `after` in order, with `sequence` and `epoch`: what consumers heal from."""
    numbers: dict[str, int] = {}
    epochs: dict[str, str | None] = {}
    blocks = database.rows("feed").find({"_id": {"$gt": after}}, sort=[("_id", 1)], batch_size=BLOCKS_AT_ONCE)
    with blocks:
        for block in blocks:
            first = block["_id"] - len(block["ids"]) + 1
            numbers.update((id, number) for number, id in enumerate(block["ids"], first) if number > after)
            epochs.update(dict.fromkeys(block["ids"], block.get("epoch")))
            if len(numbers) >= limit:
                break
    wanted = list(numbers)[:limit]
    rows = database.rows("outbox").find({"_id": {"$in": wanted}}, {"new": 0}, batch_size=limit)
    found = {row["_id"]: row for row in rows} if wanted else {}
    return [{**found[id], "sequence": numbers[id], "epoch": epochs[id]} for id in wanted if id in found]


def prune(database: Database, before: datetime, published: int) -> int:
    """Drop the oldest published blocks that were numbered before `before`, with their events; how many blocks.

    The feed keeps its newest block, so that it never seems never to have begun.
    """
    dropped = 0
    while block := database.rows("feed").find_one({"_id": {"$lt": published}}, sort=[("_id", 1)]):
        if block["at"] >= before:
            break
        database.rows("outbox").delete_many({"_id": {"$in": block["ids"]}})
        database.rows("feed").delete_one({"_id": block["_id"]})
        dropped += 1
    return dropped


def pending(database: Database, now: datetime) -> dict[str, float]:
    """How many events wait for the broker, and how old the oldest of them is in seconds."""
    rows = database.rows("outbox")
    newest = _head(database.rows("leases").find_one({"_id": HEAD}) or {})
    new = rows.count_documents({"new": True, "_id": {"$nin": list(newest.ids)}})  # a block may not be settled yet
    count, age = new + newest.last - newest.published, 0.0
    if count and (oldest := read(database, newest.published, 1) or list(rows.find({"new": True}, limit=1))):
        age = (now - oldest[0]["time"]).total_seconds()
    return {"pending": count, "oldest_seconds": max(0.0, round(age, 3))}
