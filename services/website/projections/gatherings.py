"""Reading the calendar: what is on, in which month, in which city."""

from datetime import datetime

from services.chassis.errors import NotFound
from services.chassis.store import Document, Reader
from services.website.projections.network import named

PUBLIC = {"published": True}


def coming(read: Reader, limit: int, **only: str) -> list[Document]:
    """The next published gatherings that have not ended, soonest first; `city` may limit them."""
    ahead = {**PUBLIC, **only, "ends_at": {"$gte": read.now()}, "status": {"$ne": "cancelled"}}
    return named(read, read.find("gatherings", ahead, sort=[("starts_at", 1)], limit=limit))


def past(read: Reader, limit: int, **only: str) -> list[Document]:
    """The published gatherings that have ended, latest first."""
    behind = {**PUBLIC, **only, "ends_at": {"$lt": read.now()}, "status": {"$ne": "cancelled"}}
    return named(read, read.find("gatherings", behind, sort=[("starts_at", -1)], limit=limit))


def between(read: Reader, start: datetime, end: datetime) -> list[Document]:
    """The published gatherings, cancelled ones too, that touch the time from `start` up to `end`."""
    touching = {**PUBLIC, "starts_at": {"$lt": end}, "ends_at": {"$gte": start}}
    return named(read, read.find("gatherings", touching, sort=[("starts_at", 1)]))


def feed(read: Reader) -> list[Document]:
    """What a subscriber gets: the published gatherings that changed last, cancelled ones too."""
    return named(read, read.find("gatherings", PUBLIC, sort=[("updated_at", -1)], limit=200))


def gathering(read: Reader, id: str) -> Document:
    """A published gathering. Raises `NotFound`, also for one by invitation only."""
    return published(read, id) or _nothing()


def published(read: Reader, id: str) -> Document | None:
    """The gathering if the public may know of it, else None."""
    found = read.first("gatherings", {**PUBLIC, "_id": id})
    return named(read, [found])[0] if found else None


def by_code(read: Reader, code: str) -> Document:
    """The gathering that a registration code leads to, published or not."""
    return named(read, [read.first("gatherings", {"registration_code": code.upper()}) or _nothing()])[0]


def _nothing() -> Document:
    raise NotFound()
