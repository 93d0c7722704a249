"""Who did what to which document, when: field names, never values, so that the trail holds no personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import uuid_utils

from services.chassis.actor import Actor
from services.chassis.store.database import Database, Row
from services.chassis.telemetry.trace import current_trace

READ = "read"
"""The action of an entry that says that somebody saw what few may see; its first field is the way they came."""


def entry(
    actor: Actor, at: datetime, action: str, collection: str, document: Mapping[str, Any], fields: Sequence[str]
) -> dict[str, Any]:
    """An entry of the trail: `action` is added, changed, removed, or another past participle of a command."""
    return {
        "_id": str(uuid_utils.uuid7()),
        "at": at,
        "actor": actor.id,
        "actor_kind": actor.kind,
        "action": action,
        "collection": collection,
        "subject": document["_id"],
        "version": document.get("version"),
        "city": document.get("city"),
        "fields": list(fields),
        "trace": current_trace(),
        "seal": None,  # see chain.py
    }


def write(database: Database, row: Row) -> None:
    """Keep an entry that belongs to no transaction."""
    database.rows("audit").insert_one(row)


def trail(database: Database, subject: str | None, before: str | None, limit: int) -> list[Row]:
    """Up to `limit` entries, newest first, of one subject or of all, older than the entry `before`."""
    conditions: Row = {"subject": subject} if subject else {}
    if before:
        conditions["_id"] = {"$lt": before}
    return list(database.rows("audit").find(conditions, sort=[("_id", -1)], limit=limit))
