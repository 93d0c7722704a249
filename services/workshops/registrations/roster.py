"""The roster of a gathering: how many are registered, wait and have cancelled, by role group. Counts, never persons.

One row a gathering, apart from it, so that the version that staff edit does not move with each registration. Whoever
gives or takes a place writes it: of two at once the store lets one win and does the other again with fresh counts.
"""

from __future__ import annotations

from typing import Any

from services.chassis.store import Document, Reader, UnitOfWork
from services.workshops.gatherings.model import ROLE_GROUPS
from services.workshops.registrations.model import Limits


def open_roster(uow: UnitOfWork, gathering: Document) -> None:
    """Begin the roster of a new gathering, with nobody on it."""
    empty = dict.fromkeys(ROLE_GROUPS, 0)
    row = {"_id": gathering["_id"], "version": 1, "last_number": 0}
    uow.put("rosters", {**row, "registered": dict(empty), "waiting": dict(empty), "cancelled": dict(empty)})


def roster_of(read: Reader, gathering: Document) -> Document:
    """The roster of `gathering`, which the caller has been allowed to load."""
    return read.as_system().get("rosters", gathering["_id"])


def count(roster: Document, status: str, role_group: str, change: int) -> None:
    """Count one more (1) or one less (-1) of `role_group` with `status`."""
    roster[status][role_group] += change


def keep(uow: UnitOfWork, roster: Document) -> None:
    """Write the changed roster."""
    roster["version"] += 1
    uow.put("rosters", roster)


def limits_of(gathering: dict[str, Any]) -> Limits:
    """The places of a gathering."""
    return Limits(capacity=gathering["capacity"], quotas=gathering["quotas"])
