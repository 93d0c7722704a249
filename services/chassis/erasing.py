"""Forgetting somebody whom another service erased: hear of it, ask by which addresses they are known, forget, say so.

An event names nobody, so a job reads the addresses at its dataref, as for a mail; they are kept nowhere. A service says
in its manifest: `erasing(PersonErased, PersonErasureDone, forget)` gives its reactions and jobs, `WAITING` its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from services.chassis.client import fetch_dataref
from services.chassis.errors import Unavailable
from services.chassis.events import Event, Reactions, Received
from services.chassis.jobs import JobContext, Jobs
from services.chassis.store import INTERNAL, Collection, UnitOfWork

WAITING = Collection("erasures_waiting", INTERNAL)
"""Whom a service still has to forget: an id and a dataref."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Known:
    """By what a service may know somebody, in which cities they are to be forgotten (None is all), and who wants it."""

    id: str
    addresses: tuple[str, ...]
    cities: tuple[str, ...] | None
    ordered_by: str | None
    """The account, API client or service that ordered it; None is not told."""

    def within(self, *fields: str) -> Mapping[str, Any]:
        """The condition that one of `fields` names a city in which they are to be forgotten."""
        if self.cities is None:
            return {}
        return {"$or": [{field: {"$in": list(self.cities)}} for field in fields or ("city",)]}


Forget = Callable[[UnitOfWork, Known], Mapping[str, int]]
"""Erases everything of somebody, and gives how many things of which kind there were."""


def erasing(heard: type[Event], says: type[Event], forget: Forget) -> tuple[Reactions, Jobs]:
    """The reactions and jobs of a service that forgets as soon as `heard` arrives, and then says `says`."""
    reactions, jobs = Reactions(), Jobs()

    @reactions.to(heard)
    def note_erasure(uow: UnitOfWork, event: Received) -> None:
        """Note whom to forget; one told before there were datarefs is known by nothing."""
        if event.dataref:
            row = {"_id": event.subject, "source": event.source, "dataref": event.dataref, "city": event.city}
            uow.put(WAITING.name, row)
            uow.wake("erase-people")

    @jobs.every(seconds=10)
    def erase_people(context: JobContext) -> None:
        """Forget everybody who waits for it."""
        for row in context.read.find(WAITING.name, {}, limit=100):
            if context.stopping():
                return
            _erase(context, row, says, forget)

    return reactions, jobs


def _erase(context: JobContext, row: dict[str, Any], says: type[Event], forget: Forget) -> None:
    """Forget one; the next run tries again while the owner does not answer. None at the dataref: all is done."""
    try:
        found = fetch_dataref(context.settings, row["source"], row["dataref"])
    except Unavailable:
        log.warning("erasure.put_off", source=row["source"])
        return

    def work(uow: UnitOfWork) -> None:
        if found is not None:
            cities = None if found["cities"] is None else tuple(found["cities"])
            gone = forget(uow, Known(row["_id"], tuple(found["addresses"]), cities, found.get("ordered_by")))
            uow.publish(says, row, erased=[{"kind": kind, "number": number} for kind, number in gone.items()])
        uow.discard(WAITING.name, row["_id"])

    context.record(work)
