"""Forgetting who asked, when the registry has erased them: the tickets with one of their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from services.chassis.erasing import Known, erasing
from services.chassis.store import Document, UnitOfWork
from services.contracts.registry import PersonErased
from services.contracts.support import PersonErasureDone
from services.support.commands import erase

MOST = 1000


def asked_by(addresses: Iterable[str]) -> Document:
    """The condition that a ticket comes from one of the addresses, in whichever spelling."""
    return {"requester.email": {"$in": [re.compile(f"^{re.escape(one)}$", re.IGNORECASE) for one in addresses]}}


def forget(uow: UnitOfWork, known: Known) -> dict[str, int]:
    """Erase the tickets that they wrote to, or from, one of the cities."""
    found = uow.find("tickets", {**asked_by(known.addresses), **known.within("city", "asked_from")}, limit=MOST)
    for ticket in found:
        erase(uow, ticket["_id"])
    return {"tickets": len(found)}


reactions, jobs = erasing(PersonErased, PersonErasureDone, forget)
