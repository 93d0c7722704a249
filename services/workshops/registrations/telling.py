"""Telling everybody on the roster that their gathering changes: one event each, so that listeners need no list."""

from __future__ import annotations

from services.chassis.store import Document, UnitOfWork
from services.contracts.workshops import RegistrationInformed
from services.workshops.gatherings import facts

MOST = 2000
"""More than capacity and waiting list can hold together."""


def inform_all(uow: UnitOfWork, gathering: Document, changes: list[str]) -> None:
    """Say registration.informed for each who has a place or waits; `changes` names what is different."""
    concerned = {"gathering": gathering["_id"], "status": {"$in": ["registered", "waiting"]}}
    for registration in uow.find("registrations", concerned, sort=[("number", 1)], limit=MOST):
        uow.publish(
            RegistrationInformed,
            registration,
            dataref=f"/contacts/registrations/{registration['_id']}",
            changes=changes,
            **facts.of_registration(gathering, registration),
        )
