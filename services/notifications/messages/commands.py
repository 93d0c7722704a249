"""What can be done with messages: leave one, mark it read. The only writers of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.store import UnitOfWork
from services.notifications.messages.queries import within_reach, worded

Document = dict[str, Any]


def leave_message(
    uow: UnitOfWork, *, id: str, kind: str, source: str, about: str, facts: Mapping[str, Any],
    city: str | None, account: str | None = None,
) -> None:  # fmt: skip
    """Leave a message for the staff of `city` (None: of the whole network) or for one `account`; once for an id."""
    uow = uow.as_system()
    if uow.first("messages", {"_id": id}):
        return
    now = uow.now()
    row: Document = {
        "_id": id, "kind": kind, "source": source, "about": about, "facts": dict(facts), "city": city,
        "account": account, "read_by": [], "created_at": now, "updated_at": now,
    }  # fmt: skip
    uow.put("messages", row)


def mark_read(uow: UnitOfWork, id: str) -> Document:
    """Note that who asks has read the message; others of the city still see it as new."""
    row = uow.as_system().first("messages", {"$and": [{"_id": id}, within_reach(uow.actor)]})
    if row is None:
        raise NotFound()
    if uow.actor.id not in row["read_by"]:
        row["read_by"].append(uow.actor.id)
        uow.put("messages", row)
    return worded(uow.actor, row)
