"""Two organisations become one, and can be parted again for 30 days: everything that named one names the other."""

from __future__ import annotations

from services.chassis.errors import Conflict, Invalid, NotFound, Stale
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.contracts import registry as says
from services.registry.commands import check_city, check_position, note_move, traces
from services.registry.duplicates import model, references
from services.registry.duplicates.commands import UNJUDGED, open_pair, own_pair
from services.registry.organisations.commands import (
    check_lines,
    drop_verification,
    searchable_organisation,
    taken_by,
    tell,
)
from services.registry.organisations.model import LINES, with_all_identifiers


def merge(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Merge a pair: the survivor takes the fields named, and everything that named the other. Raises `Stale` when one
    of the two is not as it was when somebody chose, `Conflict` where a rule forbids it."""
    pair = open_pair(uow, id)
    ids = [one["id"] for one in pair["organisations"]]
    if body["survivor"] not in ids:
        raise Invalid({"survivor": [_("Choose one of the two organisations.")]})
    survivor = _as_chosen(uow, body["survivor"], body["survivor_version"])
    merged = _as_chosen(uow, next(one for one in ids if one != body["survivor"]), body["merged_version"])
    taken = {name: merged[name] for name in _fields_to_take(survivor, merged, body["take"])}
    taken |= _identifiers_of_both(survivor, merged)
    taken |= {name: None for name in LINES if survivor.get(name) == merged["_id"]}
    if merged.get("origin") and not survivor.get("origin"):
        taken["origin"] = merged["origin"]  # a later import of that directory finds the one that stays
    row: Document = {
        "_id": id, "made_at": uow.now(), "before": dict(merged),
        "taken": [{"field": name, "from": survivor.get(name), "to": value} for name, value in taken.items()],
        "moved": references.move(uow, merged["_id"], survivor["_id"]),
    }  # fmt: skip
    uow.put("merges", row)
    _close_others(uow, merged["_id"], id)
    # First who gives what only one may have (identifiers, its origin), then who takes it.
    uow.remove("organisations", merged, merged_into=survivor["_id"], **traces(merged))
    uow.publish(says.OrganisationMerged, merged, survivor=survivor["_id"])
    survivor["merges"] = [*(survivor.get("merges") or []), id]
    check_lines(uow, survivor | taken)
    _save_survivor(uow, survivor, taken)
    done = {"survivor": survivor["_id"], "merged": merged["_id"], "merged_at": uow.now()}
    return uow.save("duplicates", pair | done | {"status": model.MERGED, "moved": references.counted(row["moved"])})


def undo_merge(uow: UnitOfWork, id: str) -> Document:
    """Take a merge back: both are as they were, but for what was changed since. Raises `Conflict` when the 30 days
    are over, or while a later merge of the survivor stands."""
    pair = own_pair(uow, id)
    row = uow.as_system().first("merges", {"_id": id})
    if pair["status"] != model.MERGED:
        raise Conflict(_("This pair is not merged."))
    if row is None or model.too_late(pair["merged_at"], uow.now()):
        raise Conflict(_("This merge is older than 30 days and cannot be undone any more."))
    try:
        survivor = uow.get("organisations", pair["survivor"])
    except NotFound:
        raise Conflict(_("The organisation that was kept is not in the register any more.")) from None
    if survivor["merges"][-1] != id:
        raise Conflict(_("It was merged with another one since. Undo the later merge first."))
    survivor["merges"] = survivor["merges"][:-1]
    untouched = [one for one in row["taken"] if survivor.get(one["field"]) == one["to"]]
    fields = {one["field"]: one["from"] for one in untouched}
    _save_survivor(uow, survivor, fields | _identifiers_without(survivor, row, fields))
    _check_free(uow, row["before"])
    merged = uow.revive("organisations", searchable_organisation(row["before"]))
    references.move_back(uow, row["moved"], merged["_id"], survivor["_id"])
    tell(uow, says.OrganisationRestored, merged)
    uow.discard("merges", id)
    return uow.save("duplicates", pair | UNJUDGED)


def _check_free(uow: UnitOfWork, organisation: Document) -> None:
    """Raise `Conflict` where a number of who comes back is another organisation's by now."""
    for one in organisation.get("identifiers") or []:
        told = taken_by(uow, one, organisation["_id"])
        if told:
            raise Conflict(told)


def _identifiers_of_both(survivor: Document, merged: Document) -> Document:
    """The numbers of either, as one field to take: both are numbers of the one body that stays."""
    own, more = survivor.get("identifiers") or [], merged.get("identifiers") or []
    both = with_all_identifiers(own, more)
    return {"identifiers": both} if both != own else {}


def _identifiers_without(survivor: Document, row: Document, fields: Document) -> Document:
    """What the survivor keeps of its numbers when those that the merge gave it go back, whatever was added since."""
    given = next((one for one in row["taken"] if one["field"] == "identifiers"), None)
    if given is None or "identifiers" in fields:
        return {}
    back = [one for one in given["to"] if one not in (given["from"] or [])]
    return {"identifiers": [one for one in survivor.get("identifiers") or [] if one not in back]}


def _save_survivor(uow: UnitOfWork, survivor: Document, fields: Document) -> None:
    before = dict(survivor)
    survivor.update(fields)
    drop_verification(survivor, before)
    note_move(survivor, before["city"])
    check_position(survivor)
    check_city(uow, survivor["city"])
    uow.save("organisations", searchable_organisation(survivor))
    tell(uow, says.OrganisationChanged, survivor)


def _as_chosen(uow: UnitOfWork, id: str, version: int) -> Document:
    try:
        organisation = uow.get("organisations", id)
    except NotFound:
        raise Conflict(_("One of the two is not in the register any more.")) from None
    if organisation["version"] != version:
        raise Stale()
    return organisation


def _fields_to_take(survivor: Document, merged: Document, take: list[str]) -> list[str]:
    offered = model.choices(survivor, merged)
    wrong = {
        f"take.{place}": [_("There is nothing to choose here.")] for place, one in enumerate(take) if one not in offered
    }
    if wrong:
        raise Invalid(wrong)
    return take


def _close_others(uow: UnitOfWork, organisation: str, id: str) -> None:
    """Other open pairs of who is merged go; what is alike the survivor is found again."""
    everywhere = uow.as_system()
    for one in everywhere.find("duplicates", {"organisations.id": organisation, "status": model.OPEN}):
        if one["_id"] != id:
            everywhere.remove("duplicates", everywhere.get("duplicates", one["_id"]))
