"""What can be read of the rules: themselves, what would go by them, what has gone. Never writes."""

from __future__ import annotations

from datetime import datetime

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.registry.people.model import full_name
from services.registry.retention import model


def rules(read: Reader) -> list[Document]:
    """The rule of every kind of record."""
    kept = {one["_id"]: one for one in read.find("retention_rules", {})}
    return [model.rule_of(kind, kept.get(kind)) for kind in model.KINDS]


def show_rule(read: Reader, kind: str) -> Document:
    """The rule of a kind of record. Raises `NotFound` for another one."""
    if kind not in model.KINDS:
        raise NotFound()
    return model.rule_of(kind, read.first("retention_rules", {"_id": kind}))


def list_due(read: Reader, query: Document, kind: str) -> Page:
    """A page of what would go today by the rule, or by another number of months, in the cities of who asks, whether or
    not the rule is in force.
    """
    months = query.get("months") or show_rule(read, kind)["months"]
    condition = due(kind, model.months_before(read.now(), months))
    page = read.page(model.KINDS[kind].collection, query, filter=condition, sort_by=("updated_at", "_id"))
    return Page([{**one, "name": _name(one)} for one in page.items], page.next)


def due(kind: str, before: datetime) -> Document:
    """The condition that a record of this kind is to go, if nothing newer than `before` is to."""
    old: Document = {"updated_at": {"$lt": before}}
    if kind == "people_without_role":
        lasting = [{"until": None}, {"until": {"$gte": before.date().isoformat()}}]
        return {**old, "hold": None, "roles": {"$not": {"$elemMatch": {"$or": lasting}}}}
    return {**old, "complete_at": {"$ne": None}} if kind == "erasure_receipts" else old


def _name(record: Document) -> str | None:
    if "family_name" in record:
        return full_name(record["given_name"], record["family_name"], record["language"])
    return record.get("name") or record.get("source")
