"""Organisations that were in the register before they had match keys: they get them, and all are looked at anew."""

from __future__ import annotations

from services.chassis.store import Database, Migration
from services.registry.duplicates.names import match_keys


def _keys_of_what_was_there(database: Database) -> None:
    rows = database.rows("organisations")
    for one in rows.find({"deleted_at": None, "match_keys": None}):
        rows.update_one({"_id": one["_id"], "version": one["version"]}, {"$set": {"match_keys": match_keys(one)}})
    database.rows("duplicate_progress").delete_many({})


MATCH_KEYS = Migration("0002-match-keys", _keys_of_what_was_there)
