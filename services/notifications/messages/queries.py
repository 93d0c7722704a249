"""What can be read of messages: those for who asks, in their language. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.actor import ALL, Actor
from services.chassis.store import Page, Reader
from services.notifications.messages.sentences import sentence
from services.notifications.preferences.queries import muted_kinds

Document = dict[str, Any]


def list_messages(read: Reader, query: Mapping[str, Any]) -> Page:
    """The messages for who asks, newest first, but for the kinds they do not want to see; `unread` narrows."""
    conditions: list[Mapping[str, Any]] = [within_reach(read.actor), {"kind": {"$nin": muted_kinds(read, "in_app")}}]
    if query.get("unread"):
        conditions.append({"read_by": {"$ne": read.actor.id}})
    found = read.as_system().page("messages", query, filter={"$and": conditions}, sort_by=("-created_at", "_id"))
    return Page([worded(read.actor, row) for row in found.items], found.next)


def within_reach(actor: Actor) -> Mapping[str, Any]:
    """The messages that are for `actor`: their own account's, their cities', the network's for whoever has it all."""
    staff = {} if actor.cities is ALL else {"city": {"$in": sorted(actor.cities)}}
    return {"$or": [{"account": actor.id}, {"account": None, **staff}]}


def worded(actor: Actor, row: Document) -> Document:
    """The message as `actor` sees it."""
    return {**row, "text": sentence(row["kind"], row["facts"]), "read": actor.id in row["read_by"]}
