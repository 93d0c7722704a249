"""Forgetting who came, when the registry has erased them: the registrations with one of their addresses."""

from __future__ import annotations

from services.chassis.erasing import Known, erasing
from services.chassis.store import UnitOfWork
from services.contracts.registry import PersonErased
from services.contracts.workshops import PersonErasureDone
from services.workshops.registrations.commands import erase
from services.workshops.registrations.telling import MOST


def forget(uow: UnitOfWork, known: Known) -> dict[str, int]:
    """Erase their registrations, also of gatherings that are over; who wrote an idea is forgotten, the idea stays."""
    theirs = {"email_key": {"$in": list(known.addresses)}, **known.within("city")}
    found = uow.find("registrations", theirs, limit=MOST, fields=("gathering",))
    for row in found:
        for author in uow.find("authors", {"registration": row["_id"]}, fields=("_id",)):
            uow.discard("authors", author["_id"])
        erase(uow, row["gathering"], row["_id"])
    return {"registrations": len(found)}


reactions, jobs = erasing(PersonErased, PersonErasureDone, forget)
