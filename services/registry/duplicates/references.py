"""Who in the register names an organisation: moving that to another one, and back. Others hear of it by event."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from services.chassis.errors import Conflict
from services.chassis.events import Event
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.contracts import registry as says
from services.contracts.governance import TableChanged
from services.registry.directory.places import keep_places
from services.registry.duplicates import model
from services.registry.organisations.commands import tell
from services.registry.organisations.model import LINES

PLACES: Final = (
    ("people", ("roles.organisation",), says.PersonChanged),
    ("partnerships", ("members.organisation", "lead_organisation"), says.PartnershipChanged),
    ("stakeholders", ("organisation",), None),
    ("services", ("organisation",), says.ServiceChanged),
    ("tables", ("members", "chair"), TableChanged),
    ("meetings", ("present",), None),
    ("decisions", ("responsible", "interested"), None),
    ("assessments", ("organisation",), None),
    ("organisations", LINES, says.OrganisationChanged),
    ("searches", ("query.organisation",), None),
)
"""The collections that name organisations, where they are found by it, and what is said when it changes."""
MOST: Final = 500
"""The documents of one collection that one transaction moves."""


def move(uow: UnitOfWork, old: str, new: str) -> list[Document]:
    """Name `new` wherever `old` is named; what there was before, as `moved_back` needs it.

    Raises `Conflict` where both have a mandate in one partnership, or where there is too much to move at once.
    """
    everywhere, record = uow.as_system(), []
    for name, paths, event in PLACES:
        # Whoever stays names the other no longer, which is the merge's business.
        naming = {"$or": [{path: old} for path in paths], "_id": {"$ne": new}}
        found = everywhere.find(name, naming, limit=MOST + 1, fields=("_id",))
        if len(found) > MOST:
            raise Conflict(_("Too much belongs to this organisation to be moved at once. Merge the other way round."))
        for one in found:
            document = everywhere.get(name, one["_id"])
            _check_mandates(document, old, new)
            changed = {field: model.moved(value, old, new) for field, value in _fields(document).items()}
            before = {field: document[field] for field, value in changed.items() if document[field] != value}
            record.append({"collection": name, "id": document["_id"], "before": before})
            _keep(everywhere, name, event, document, changed)
    return record


def move_back(uow: UnitOfWork, record: list[Document], merged: str, survivor: str) -> None:
    """Put back what `move` did, but for what was removed or named anew in the meantime."""
    everywhere, events = uow.as_system(), {name: event for name, _paths, event in PLACES}
    for one in record:
        name = one["collection"]
        if everywhere.first(name, {"_id": one["id"]}) is None:
            continue
        document = everywhere.get(name, one["id"])
        back = {
            field: model.moved_back(document[field], before, merged, survivor)
            for field, before in one["before"].items()
            if field in document
        }
        if any(document[field] != value for field, value in back.items()):
            _keep(everywhere, name, events[name], document, back)


def counted(record: list[Document]) -> list[Document]:
    """How much of each kind was moved, in the order of `PLACES`."""
    counts = Counter(one["collection"] for one in record)
    return [{"kind": name, "count": counts[name]} for name, _paths, _event in PLACES if counts[name]]


def _fields(document: Document) -> Document:
    return {name: value for name, value in document.items() if name not in model.OWN}


def _keep(uow: UnitOfWork, name: str, event: type[Event] | None, document: Document, changed: Document) -> None:
    document.update(changed)
    uow.save(name, document)
    if name == "services":
        keep_places(uow, document)
    if name == "organisations":
        tell(uow, says.OrganisationChanged, document)
    elif event is not None:
        about: dict[str, Any] = {"dataref": f"/contacts/people/{document['_id']}"} if name == "people" else {}
        uow.publish(event, document, **about)


def _check_mandates(document: Document, old: str, new: str) -> None:
    """One organisation has one role at a time: two open mandates cannot become one's."""
    mandates = [one for one in document.get("members") or [] if isinstance(one, dict)]
    lasting = {one["organisation"] for one in mandates if one.get("until") is None}
    if {old, new} <= lasting:
        raise Conflict(
            _(
                "Both are members of the partnership “%(name)s”. End one of the two mandates first.",
                name=document["name"],
            )
        )
