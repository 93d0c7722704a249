"""Forgetting who was written to, when the registry has erased them: what points at them, and the marks of addresses."""

from __future__ import annotations

from services.chassis.erasing import Known, erasing
from services.chassis.store import Document, UnitOfWork
from services.contracts.notifications import PersonErasureDone
from services.contracts.registry import PersonErased
from services.notifications.mails.composing import UnusableAddress, address
from services.notifications.mails.recipients import mark_of

MOST = 1000


def forget(uow: UnitOfWork, known: Known) -> dict[str, int]:
    """Erase the records of mails to them, what they did not want to get, and how often strangers made us write."""
    dataref = f"/contacts/people/{known.id}"
    marks = [mark for one in known.addresses if (mark := _mark(uow, one))]
    theirs: dict[str, Document] = {
        "mails": {"dataref": dataref},
        "opt_outs": {"_id": f"registry{dataref}"},
        "unasked_mails": {"recipient": {"$in": marks}},
    }
    counts = {}
    for name, condition in theirs.items():
        rows = uow.find(name, condition, limit=MOST, fields=("_id",))
        for row in rows:
            uow.discard(name, row["_id"])
        counts[name] = len(rows)
    return counts


def _mark(uow: UnitOfWork, written: str) -> str | None:
    """The mark of an address, none for one that no mail can be sent to."""
    try:
        return mark_of(uow.settings, address("", written))
    except UnusableAddress:
        return None


reactions, jobs = erasing(PersonErased, PersonErasureDone, forget)
