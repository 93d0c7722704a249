"""What can be read of purposes of consent. Never writes."""

from __future__ import annotations

from services.chassis.errors import Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Page, Reader
from services.chassis.store.paging import not_ours
from services.registry.people.purposes import model


def list_purposes(read: Reader, query: Document) -> Page:
    """All purposes of a city, none is the whole network; there are few, so it is one page and has no next one."""
    if query.get("after"):
        raise not_ours()
    return Page(purposes_of(read, query.get("city") or None), None)


def show_purpose(read: Reader, id: str) -> Document:
    """One purpose. Raises `NotFound`, also for one of a city that is not in the network."""
    found = read.first("consent_purposes", {"_id": id})
    city, code = model.parted(id)
    if found is not None:
        return found
    if code not in model.TITLES or (city is not None and read.first("cities", {"_id": city}) is None):
        raise NotFound()
    return model.default(city, code)


def check_offered(read: Reader, city: str | None, code: str) -> None:
    """Raise `Invalid` for the field `purpose` unless people of `city` may be asked to agree to it."""
    offered = [one["code"] for one in purposes_of(read, city) if not one["retired"]]
    if code not in offered:
        known = ", ".join(offered) or "–"
        raise Invalid({"purpose": [_("Choose a purpose that this city offers: %(codes)s.", codes=known)]})


def purposes_of(read: Reader, city: str | None) -> list[Document]:
    """All purposes of a city."""
    kept = read.find("consent_purposes", {"city": city}, sort=[("created_at", 1), ("_id", 1)], limit=model.MOST)
    return model.purposes_of(city, kept)
