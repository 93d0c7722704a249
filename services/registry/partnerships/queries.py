"""What can be read of partnerships. Never writes."""

from collections.abc import Sequence
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.registry.partnerships import model
from services.registry.partnerships.composition import composition
from services.registry.queries import listed, named


def list_partnerships(read: Reader, query: Document) -> Page:
    """A page of partnerships by name."""
    return listed(read, "partnerships", query, narrowed_partnerships(query))


def narrowed_partnerships(query: Document) -> Document:
    """The condition that a partnership is as the filters of the query say."""
    return named(query, "city", "status", organisation="members.organisation")


def show_composition(read: Reader, id: str) -> Document:
    """Who of those who are members today speaks for whom; a group without a member is missing."""
    partnership = read.get("partnerships", id)
    today = model.today(read.now(), read.get("cities", partnership["city"])["timezone"])
    members = [one["organisation"] for one in partnership["members"] if model.Mandate(**one).holds(today)]
    known = read.find("organisations", {"_id": {"$in": members}}, fields=("kind",))
    groups = composition({one["_id"]: one["kind"] for one in known})
    return {"_id": id, "groups": groups, "missing": [one["group"] for one in groups if not one["organisations"]]}


def part(read: Reader, name: str, partnership: str, id: str) -> Document:
    """The document `id` of collection `name` that belongs to a partnership. Raises `NotFound`."""
    found = read.get(name, id)
    if found["partnership"] != partnership:
        raise NotFound()
    return found


def own(read: Reader, id: str) -> Document:
    """The partnership, for who may know of its work. Raises `NotFound` for one of a city that is not the reader's."""
    partnership = read.get("partnerships", id)
    if not read.actor.reaches(partnership["city"]):
        raise NotFound()
    return partnership


def parts(
    read: Reader, name: str, partnership: str, query: Document, *, sort_by: Sequence[str], **narrowed: Any
) -> Page:
    """A page of what belongs to a partnership in collection `name`."""
    filter = {"partnership": partnership, **{field: value for field, value in narrowed.items() if value is not None}}
    return read.page(name, query, filter=filter, fields=read.shown, sort_by=sort_by)
