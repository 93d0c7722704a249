"""What can be read of gatherings and their rosters. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.workshops.gatherings.model import Sizes, findings, findings_of_places
from services.workshops.gatherings.wording import said
from services.workshops.registrations.roster import roster_of


def list_gatherings(read: Reader, query: Mapping[str, Any]) -> Page:
    """A page of gatherings by beginning, filtered by city, method, status and time."""
    filter: dict[str, Any] = {name: query[name] for name in ("city", "method", "status") if name in query}
    begins = {"$gte": query.get("starts_from"), "$lt": query.get("starts_before")}
    if bounds := {operator: instant for operator, instant in begins.items() if instant is not None}:
        filter["starts_at"] = bounds
    order = ("starts_at", "_id")
    return read.page("gatherings", query, filter=filter, search=["words"], fields=read.shown, sort_by=order)


def roster(read: Reader, id: str) -> Document:
    """How many come and wait for the gathering `id`, with what speaks against starting."""
    gathering = read.get("gatherings", id)
    counts = roster_of(read, gathering)
    total = sum(counts["registered"].values())
    sizes = Sizes(**gathering["sizes"])
    found = findings(sizes, counts["registered"])
    found += findings_of_places(sizes, gathering["capacity"], gathering["quotas"])
    return {
        "_id": id,
        "gathering": id,
        "capacity": gathering["capacity"],
        "quotas": gathering["quotas"],
        "registered": counts["registered"],
        "waiting": counts["waiting"],
        "total_registered": total,
        "total_waiting": sum(counts["waiting"].values()),
        "places_left": max(0, gathering["capacity"] - total),
        "findings": [said(finding) for finding in found],
    }


def public_or_own(read: Reader, id: str) -> Document:
    """The gathering `id` if it is published or within the reader's reach. Raises NotFound otherwise."""
    gathering = read.as_system().get("gatherings", id)
    if gathering["published"] or (read.actor.may("workshops:read") and read.actor.reaches(gathering["city"])):
        return gathering
    raise NotFound()
