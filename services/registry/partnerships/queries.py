"""What can be read of partnerships. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.registry.partnerships.composition import composition
from services.registry.queries import listed, named


def list_partnerships(read: Reader, query: Document) -> Page:
    """A page of partnerships by name."""
    return listed(read, "partnerships", query, narrowed_partnerships(query))


def narrowed_partnerships(query: Document) -> Document:
    """The condition that a partnership is as the filters of the query say."""
    return named(query, "city", "status", organisation="members.organisation")


def show_composition(read: Reader, id: str) -> Document:
    """Who of the present members speaks for whom; a group without a member is missing."""
    partnership = read.get("partnerships", id)
    members = [one["organisation"] for one in partnership["members"] if one["until"] is None]
    known = read.find("organisations", {"_id": {"$in": members}}, fields=("kind",))
    groups = composition({one["_id"]: one["kind"] for one in known})
    return {"_id": id, "groups": groups, "missing": [one["group"] for one in groups if not one["organisations"]]}
