"""The waiting list: who moves up when a place becomes free, and the positions of those who go on waiting."""

from __future__ import annotations

from services.chassis.store import Document, UnitOfWork
from services.contracts.workshops import RegistrationPromoted
from services.workshops.gatherings import facts
from services.workshops.registrations.model import LONGEST_WAITING_LIST, Waiting, positions, promotions
from services.workshops.registrations.roster import count, limits_of


def move_up(uow: UnitOfWork, gathering: Document, roster: Document) -> None:
    """Give free places to those who wait, in the order in which they came, and renumber the rest.

    The caller keeps `roster` afterwards, whether or not somebody moved: that is what makes two changes at once safe.
    """
    rows = uow.find(
        "registrations",
        {"gathering": gathering["_id"], "status": "waiting"},
        sort=[("number", 1)],
        limit=LONGEST_WAITING_LIST,
        fields=("role_group", "position"),
    )
    waiting = [Waiting(row["_id"], row["role_group"]) for row in rows]
    promoted = promotions(limits_of(gathering), roster["registered"], waiting)
    for one in promoted:
        _promote(uow, gathering, roster, one)
    left = positions(one for one in waiting if one not in promoted)
    for row in rows:
        if row["_id"] in left and row["position"] != left[row["_id"]]:
            _renumber(uow, row["_id"], left[row["_id"]])


def _promote(uow: UnitOfWork, gathering: Document, roster: Document, one: Waiting) -> None:
    count(roster, "waiting", one.role_group, -1)
    count(roster, "registered", one.role_group, 1)
    registration = uow.get("registrations", one.id)
    registration.update(status="registered", position=None)
    uow.save("registrations", registration)
    uow.publish(
        RegistrationPromoted,
        registration,
        dataref=f"/contacts/registrations/{one.id}",
        **facts.of_registration(gathering, registration),
    )


def _renumber(uow: UnitOfWork, id: str, position: int) -> None:
    registration = uow.get("registrations", id)
    registration["position"] = position
    uow.save("registrations", registration)
