"""From a number in each row of the outbox to a feed of blocks (docs/decisions): the change of a store made before."""

from __future__ import annotations

from contextlib import suppress

from pymongo.errors import DuplicateKeyError, OperationFailure

from services.chassis.store.database import Database
from services.chassis.store.feed import HEAD
from services.chassis.store.migrations import Migration

_AT_ONCE = 500
_EARLIER_INDEXES = ("ix_published_at_sequence__id", "unique_sequence", "ttl_published_at")


def _numbers_in_blocks(database: Database) -> None:
    """Keep every number that was given. It may begin again after a crash: what it reads is taken away last."""
    rows, leases = database.rows("outbox"), database.rows("leases")
    rows.update_many({"sequence": 0}, {"$set": {"new": True}, "$unset": {"sequence": "", "published_at": ""}})
    last = 0
    while block := list(rows.find({"sequence": {"$gt": last}}, sort=[("sequence", 1)], limit=_AT_ONCE)):
        last = int(block[-1]["sequence"])
        with suppress(DuplicateKeyError):
            database.rows("feed").insert_one(
                {"_id": last, "ids": [row["_id"] for row in block], "at": block[-1]["time"]}
            )
    waiting = rows.find_one({"sequence": {"$gt": 0}, "published_at": None}, sort=[("sequence", 1)])
    published = int(waiting["sequence"]) - 1 if waiting else last
    if last:
        leases.update_one({"_id": HEAD, "published": None}, {"$set": {"published": published}})
    rows.update_many({"sequence": {"$gt": 0}}, {"$unset": {"sequence": "", "published_at": ""}})
    for name in _EARLIER_INDEXES:
        with suppress(OperationFailure):  # this store was made without it
            rows.drop_index(name)


NUMBERS_IN_BLOCKS = Migration("0000-numbers-in-blocks", _numbers_in_blocks)
