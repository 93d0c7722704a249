"""Migrations of what searched documents are found by, as more came to be kept of them (folding.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pymongo import UpdateOne
from pymongo.errors import OperationFailure

from services.chassis.store.database import Database
from services.chassis.store.folding import BESIDES, WHOLE, tokens
from services.chassis.store.migrations import Migration
from services.chassis.store.spelling import learn

_AT_ONCE = 500
_NEW = ("words", "name_length")


def _find_by_beginnings(database: Database) -> None:
    """Give what was kept with its whole words their beginnings, and learn them. It may begin again after a crash."""
    old = {"words.0": {"$exists": True}, "name_length": {"$exists": False}}
    for name in _searched(database):
        rows = database.rows(name)
        while some := list(rows.find(old, {"words": 1, "name_folded": 1, "city": 1}, limit=_AT_ONCE)):
            new = [one | {"words": tokens(one["words"]), "name_length": len(one["name_folded"])} for one in some]
            learn(database, [(name, {}, one) for one in new], None)
            rows.bulk_write([UpdateOne({"_id": one["_id"]}, {"$set": {key: one[key] for key in _NEW}}) for one in new])
        with suppress(OperationFailure):  # this store was made without it
            rows.drop_index("ix_words")


def _find_by_pairs(database: Database) -> None:
    """Keep the pairs of the words of each document. It may begin again after a crash."""
    for name in _searched(database):
        rows, last = database.rows(name), ""
        while some := list(rows.find({"_id": {"$gt": last}}, {"words": 1}, sort=[("_id", 1)], limit=_AT_ONCE)):
            changes = [
                UpdateOne({"_id": one["_id"], "words": one["words"]}, {"$set": {"words": _tokens_again(one["words"])}})
                for one in some
                if one.get("words")
            ]
            if changes:
                rows.bulk_write(changes)
            last = some[-1]["_id"]


def _tokens_again(words: list[str]) -> list[str]:
    whole = [word.removesuffix(WHOLE) for word in words if word.endswith(WHOLE)]
    return tokens(
        [word for word in whole if not word.startswith(BESIDES)],
        [word.removeprefix(BESIDES) for word in whole if word.startswith(BESIDES)],
    )


def _searched(database: Database) -> Iterator[str]:
    return (one.name for one in database.declared.values() if one.searched)


MIGRATIONS = (
    Migration("0000-beginnings-of-words", _find_by_beginnings),
    Migration("0001-pairs-of-words-by-field", _find_by_pairs),
)
