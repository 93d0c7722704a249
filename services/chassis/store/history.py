"""What the fields of a document were before each change and are after it, beside the audit trail, which has no values.

A row is `{"_id": "<collection>/<id>/<version>", "changes": [{"field", "before", "after"}]}`: one for each change of a
field that the collection declares, and one for the end of a document that is about nobody. What a document began with
has no row: it is what is there still, or what the first change of a field has replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pymongo import DeleteMany, InsertOne

from services.chassis.errors import NotFound
from services.chassis.store.audit import READ
from services.chassis.store.collections import Collection
from services.chassis.store.database import Row
from services.chassis.store.paging import Page

if TYPE_CHECKING:
    from services.chassis.store.reader import Reader

HISTORY: Final = "history"
MOST_UNDONE: Final = 1000
"""What has changed more often since it was made is not followed back to what it began with."""
Fields = Mapping[str, Any]


def place(collection: str, id: str, version: int) -> str:
    """The id of the row that leads to this version of a document."""
    return f"{collection}/{id}/{version}"


def differences(fields: Sequence[str], before: Fields, after: Fields) -> list[dict[str, Any]]:
    """Those of `fields` that are not the same before and after, in their order."""
    return [
        {"field": name, "before": before.get(name), "after": after.get(name)}
        for name in fields
        if before.get(name) != after.get(name)
    ]


def writes(collection: Collection, before: Row, after: Row) -> list[InsertOne[Row] | DeleteMany]:
    """What is to be written when a document of `collection` is replaced; a tombstone may be either of the two."""
    if before.get("deleted_at") is not None:
        return []
    if collection.personal and after.get("deleted_at") is not None:
        return [forgetting(collection.name, after)]
    changes = differences(collection.history, before, after)
    row = {"_id": place(collection.name, after["_id"], after["version"]), "changes": changes}
    return [InsertOne(row)] if changes else []


def forgetting(name: str, document: Row) -> DeleteMany:
    """The write that takes every row of a document away."""
    begins = f"{name}/{document['_id']}"
    return DeleteMany({"_id": {"$gt": f"{begins}/", "$lt": f"{begins}0"}})  # 0 is the sign after /


def page(read: Reader, name: str, id: str, query: Fields) -> Page:
    """A page of the audit entries of a document, the newest first, each with its `changes`.

    A removed document has a history too. An entry of the time before the values were kept has the names of its fields
    (`changed`) alone. Raises `NotFound` for what never was, and for what is out of reach.
    """
    kept = read.database.declared[name].history
    known = read.alive_or_gone(name, id)
    if known is None:
        raise NotFound()
    touched = [{"action": {"$nin": ["changed", READ]}}, {"action": "changed", "fields": {"$in": list(kept)}}]
    told = {"collection": name, "subject": id, "$or": touched}
    found = read.page("audit", query, filter=told, sort_by=("-_id",))
    items = _with_changes(read, found.items)
    for one in items:
        if one["action"] == "added":
            one["changes"] = differences(kept, {}, _began_with(read, known, one))
        one["changed"] = [field for field in one["fields"] if field in kept]
    return Page(items=items, next=found.next)


def _with_changes(read: Reader, entries: Sequence[Row]) -> list[Row]:
    places = [place(one["collection"], one["subject"], one["version"]) for one in entries]
    rows = read.as_system().find(HISTORY, {"_id": {"$in": places}})
    changes = {row["_id"]: row["changes"] for row in rows}
    return [{**one, "changes": changes.get(at, [])} for one, at in zip(entries, places, strict=True)]


def _began_with(read: Reader, known: Row, added: Row) -> Fields:
    """What a document had when it was added: all that came later is undone. What cannot be known is left out."""
    about = {"collection": added["collection"], "subject": added["subject"], "action": {"$ne": READ}}
    later = {**about, "_id": {"$gt": added["_id"]}}
    entries = read.find("audit", later, sort=[("_id", -1)], limit=MOST_UNDONE)
    if len(entries) == MOST_UNDONE:
        return {}
    fields = known
    for entry in _with_changes(read, entries):
        before = {one["field"]: one["before"] for one in entry["changes"]}
        fields = {name: value for name, value in fields.items() if name not in entry["fields"]} | before
    return {name: value for name, value in fields.items() if value not in ([], {}, "")}
