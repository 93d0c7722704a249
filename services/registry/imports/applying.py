"""Applying an import, batch by batch: adding and changing what its rows say. The preview may be out of date by then.

Each transaction keeps a record of what it did: a crash in the middle repeats only what did not commit, and an undo
knows what there was before.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from services.chassis.errors import Conflict, Invalid
from services.chassis.store import Document, UnitOfWork
from services.registry.imports import model
from services.registry.imports.belonging import organisations_called, with_organisation
from services.registry.imports.makers import MAKERS, Maker
from services.registry.imports.queries import batch_of
from services.registry.organisations.entering import holders
from services.registry.organisations.model import Number, numbers_of

CHANGED_AT_ONCE = 100
"""Rows that are changed in a transaction, which the store ends after 5 s; what is new takes a fraction of the time."""
LEFT_OUT: Final = ("skipped", None)


def apply_next(uow: UnitOfWork, import_: Document) -> None:
    """Do what the next rows ask for, at most those of one batch."""
    if import_["applied_batches"] < import_["batches"]:
        left = _apply(uow, import_, batch_of(uow, import_, import_["applied_batches"]))
        import_["applied_batches"] += 0 if left else 1
    if import_["applied_batches"] == import_["batches"]:
        import_["status"] = model.APPLIED


def _apply(uow: UnitOfWork, import_: Document, batch: Document) -> list[Document]:
    """Do what the rows of a batch ask for, as far as a transaction has time for it; the rows that are left."""
    makes, rows = batch.get("makes", model.ORGANISATIONS), batch["rows"]
    maker, ready = MAKERS[makes], _with_organisations(uow, import_["source"], makes, rows)
    wanted = {row["identifier"]: row["fields"] for row in ready if row}
    existing = maker.existing(uow, import_["source"], import_["city"], wanted)
    held = {number: one["_id"] for number, one in holders(uow, wanted.values()).items()}
    outcomes: Counter[str] = Counter()
    for row in ready:
        outcome, done = _apply_row(uow, import_, maker, row, existing.get(row["identifier"]), held) if row else LEFT_OUT
        outcomes[outcome] += 1
        batch["done"] += [done] if done else []
        if outcomes["changed"] == CHANGED_AT_ONCE:
            break
    for outcome, number in (*outcomes.items(), ("done", outcomes.total())):
        import_["applied"][outcome] += number
    left: list[Document] = rows[outcomes.total() :]
    uow.put("import_batches", {**batch, "rows": left, "people": _people_in(makes, batch["done"], left)})
    return left


def _people_in(makes: str, done: list[Document], left: list[Document]) -> list[str]:
    """Whom a batch of people has to do with: those whom it made or changed, and those it is still to change."""
    if makes != model.PEOPLE:
        return []
    return [one["id"] for one in done] + [row["person"] for row in left if "person" in row]


def _apply_row(
    uow: UnitOfWork, import_: Document, maker: Maker, row: Document, found: Document | None, held: dict[Number, str]
) -> tuple[str, Document | None]:
    """Do what a row asks for now; the preview may be out of date. Returns outcome and record.

    What the register refuses by then is left out, a number among it that another organisation has: all that is found
    before anything of the row is written. `held` says who has which number, and learns it.
    """
    numbers, id = numbers_of(row["fields"]), found and found["_id"]
    if any(held.get(number, id) != id for number in numbers):
        return LEFT_OUT
    try:
        outcome, done = _done(uow, import_, maker, row, found)
    except (Conflict, Invalid):
        return LEFT_OUT
    held |= dict.fromkeys(numbers, str(done["id"] if done else id))
    return outcome, done


def _done(
    uow: UnitOfWork, import_: Document, maker: Maker, row: Document, found: Document | None
) -> tuple[str, Document | None]:
    if found is None:
        return "added", _record(_entered(uow, import_, maker, row), None)
    differences = model.differences(found, row["fields"])
    if not differences or not model.may_touch(import_["city"], found):
        return LEFT_OUT
    before = {one["field"]: one["from"] for one in differences}
    after = {one["field"]: one["to"] for one in differences}
    return "changed", _record(maker.change(uow, found["_id"], after), before)


def _entered(uow: UnitOfWork, import_: Document, maker: Maker, row: Document) -> Document:
    """A new thing, in the way that the preview has made ready where it has."""
    facts = {**row["fields"], "city": import_["city"], **_origin(import_["source"], maker, row)}
    if maker.enter_ready and "ready" in row:
        return maker.enter_ready(uow, facts, row["ready"])
    return maker.enter(uow, facts)


def _origin(source: str, maker: Maker, row: Document) -> Document:
    """Where it comes from; of who is known by their e-mail address that is not kept a second time."""
    if maker.by_email and row["identifier"] == row["fields"].get("email"):
        return {}
    return {"origin": {"source": source, "identifier": row["identifier"]}}


def _with_organisations(uow: UnitOfWork, source: str, makes: str, rows: list[Document]) -> list[Document | None]:
    """Each row with the id of the organisation that it belongs to, if any; None where that is not there."""
    called = {name for row in rows if (name := _belongs_to(row) or row.get("part_of"))}
    found = organisations_called(uow, source, called)
    return [_belonging(makes, _with_parent(row, found), found) for row in rows]


def _belonging(makes: str, row: Document, found: dict[str, str]) -> Document | None:
    """The row with the id of its organisation; None where that is not there."""
    name = _belongs_to(row)
    if name is None:
        return row
    return {**row, "fields": with_organisation(makes, row["fields"], found[name])} if name in found else None


def _with_parent(row: Document, found: dict[str, str]) -> Document:
    """The row with the id of the organisation that its own is a part of, if that came in."""
    above = found.get(row.get("part_of", ""))
    return {**row, "fields": {**row["fields"], "parent": above}} if above else row


def _belongs_to(row: Document) -> str | None:
    """What the row calls its organisation; records of older imports have it under another name."""
    name: str | None = row.get("belongs_to") or row.get("offered_by")
    return name


def _record(made: Document, before: dict[str, Any] | None) -> Document:
    return {"id": made["_id"], "version": made["version"], "before": before}
