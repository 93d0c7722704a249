"""What can be done with an import: preview, confirm, undo. Long ones go on batch by batch in a job.

Each batch is one transaction with a record of what it did: a crash in the middle only repeats the batch that
did not commit, and an undo knows what there was before. How its files are read is in reading.py.
"""

from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.registry.commands import city_for
from services.registry.imports import model, problems
from services.registry.imports.belonging import organisations_called, with_organisation
from services.registry.imports.hsds.preview import preview_hsds
from services.registry.imports.makers import MAKERS, Maker
from services.registry.imports.people import forget_what_was_shown
from services.registry.imports.reading import begin_reading
from services.registry.organisations.entering import holders
from services.registry.organisations.model import Number, numbers_of

KEPT_IDS = 1000
UNDONE_AT_ONCE = 50
"""Rows in a transaction: whether something needs a row is asked of each, and the store ends a transaction after 5 s."""


def preview_import(uow: UnitOfWork, body: Document) -> Document:
    """Read the files after the mapping and keep what the import would do; the register stays as it is.

    The first batches are read at once, those of a long file in a job.
    """
    city = city_for(uow, body)
    return preview_hsds(uow, body, city) if body.get("hsds") else begin_reading(uow, body, city)


def confirm_import(uow: UnitOfWork, id: str) -> Document:
    """Apply what was previewed: the first batch at once, the others in a job. Wrong rows are left out."""
    import_ = uow.get("imports", id)
    if import_["status"] in (model.READING, model.REFUSED):
        raise Conflict(_("This import has no preview yet, or its file cannot be read."))
    if import_["status"] != model.PREVIEWED:
        raise Conflict(_("This import was confirmed already."))
    if model.too_late(import_["created_at"], uow.now()):
        raise Conflict(_("This preview is older than 30 days. Send the files again."))
    rows = sum(import_["counts"][outcome] for outcome in (model.ADD, model.CHANGE, model.SKIP))
    import_.update(status=model.APPLYING, confirmed_at=uow.now())
    forget_what_was_shown(uow, import_)
    import_["applied"] = {"rows": rows, "done": 0, "added": 0, "changed": 0, "skipped": 0}
    return _go_on(uow, import_)


def undo_import(uow: UnitOfWork, id: str) -> Document:
    """Take back what an import did, but for organisations that somebody has changed or needs since."""
    import_ = uow.get("imports", id)
    if import_["status"] != model.APPLIED:
        raise Conflict(_("Only an import that was applied can be undone."))
    if model.too_late(import_["confirmed_at"], uow.now()):
        raise Conflict(_("This import is older than 30 days and cannot be undone any more."))
    import_.update(status=model.UNDOING, undone={"removed": 0, "restored": 0, "kept": [], "kept_count": 0})
    return _go_on(uow, import_)


def forget_preview(uow: UnitOfWork, id: str) -> None:
    """Let go of what an import shows that nobody confirmed in time: names, values, what is wrong."""
    import_ = uow.get("imports", id)
    problems.forget(uow, import_)
    nothing: Document = {kind: [] for kind in import_["preview"]}
    gone: Document = {"preview": nothing, "problems": [], "unknown_words": [], "problem_count": 0}
    uow.save("imports", import_ | gone | {"forgotten": True})
    uow.forget_answers(import_)


def continue_import(uow: UnitOfWork, id: str) -> bool:
    """Do the next batch of an import that is under way; whether there is more to do."""
    import_ = uow.get("imports", id)
    if import_["status"] in model.UNDER_WAY:
        _go_on(uow, import_)
    return import_["status"] in model.UNDER_WAY


def _go_on(uow: UnitOfWork, import_: Document) -> Document:
    """Apply or undo one batch and keep how far the import is."""
    if import_["status"] == model.APPLYING:
        _apply_next(uow, import_)
    else:
        _undo_last(uow, import_)
    if import_["status"] in model.UNDER_WAY:
        uow.wake("continue-imports")
    return uow.save("imports", import_)


# Applying


def _apply_next(uow: UnitOfWork, import_: Document) -> None:
    if import_["applied_batches"] < import_["batches"]:
        _apply(uow, import_, _load_batch(uow, import_, import_["applied_batches"]))
        import_["applied_batches"] += 1
    if import_["applied_batches"] == import_["batches"]:
        import_["status"] = model.APPLIED


def _apply(uow: UnitOfWork, import_: Document, batch: Document) -> None:
    makes = batch.get("makes", model.ORGANISATIONS)
    maker = MAKERS[makes]
    rows = _with_organisations(uow, import_["source"], makes, batch["rows"])
    wanted = {row["identifier"]: row["fields"] for row in rows}
    existing = maker.existing(uow, import_["source"], import_["city"], wanted)
    held = {number: one["_id"] for number, one in holders(uow, wanted.values()).items()}
    import_["applied"]["skipped"] += len(batch["rows"]) - len(rows)
    for row in rows:
        outcome, done = _apply_row(uow, import_, maker, row, existing.get(row["identifier"]), held)
        import_["applied"][outcome] += 1
        batch["done"] += [done] if done else []
    import_["applied"]["done"] += len(batch["rows"])
    people = [one["id"] for one in batch["done"]] if makes == model.PEOPLE else []
    uow.put("import_batches", {**batch, "rows": [], "people": people})


def _apply_row(
    uow: UnitOfWork, import_: Document, maker: Maker, row: Document, found: Document | None, held: dict[Number, str]
) -> tuple[str, Document | None]:
    """Do what a row asks for now; the preview may be out of date. Returns outcome and record.

    What the register refuses by then is left out, a number among it that another organisation has: all that is found
    before anything of the row is written. `held` says who has which number, and learns it.
    """
    numbers, id = numbers_of(row["fields"]), found and found["_id"]
    if any(held.get(number, id) != id for number in numbers):
        return "skipped", None
    try:
        outcome, done = _done(uow, import_, maker, row, found)
    except (Conflict, Invalid):
        return "skipped", None
    held |= dict.fromkeys(numbers, str(done["id"] if done else id))
    return outcome, done


def _done(
    uow: UnitOfWork, import_: Document, maker: Maker, row: Document, found: Document | None
) -> tuple[str, Document | None]:
    if found is None:
        return "added", _record(_entered(uow, import_, maker, row), None)
    differences = model.differences(found, row["fields"])
    if not differences or not model.may_touch(import_["city"], found):
        return "skipped", None
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


def _with_organisations(uow: UnitOfWork, source: str, makes: str, rows: list[Document]) -> list[Document]:
    """The rows with the ids of the organisations that they belong to; without those whose organisation is not there."""
    called = {name for row in rows if (name := _belongs_to(row) or row.get("part_of"))}
    found = organisations_called(uow, source, called)
    rows = [_with_parent(row, found) for row in rows]
    return [
        {**row, "fields": with_organisation(makes, row["fields"], found[name])} if name else row
        for row in rows
        if not (name := _belongs_to(row)) or name in found
    ]


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


# Undoing


def _undo_last(uow: UnitOfWork, import_: Document) -> None:
    """Take back some rows of the last batch that is in: a whole one is more than a transaction has time for."""
    if import_["applied_batches"] > 0:
        batch = _load_batch(uow, import_, import_["applied_batches"] - 1)
        left, last = batch["done"][:-UNDONE_AT_ONCE], batch["done"][-UNDONE_AT_ONCE:]
        _undo(uow, import_, MAKERS[batch.get("makes", model.ORGANISATIONS)], last)
        uow.put("import_batches", {**batch, "done": left})
        import_["applied_batches"] -= 0 if left else 1
    if import_["applied_batches"] == 0:
        import_["status"] = model.UNDONE


def _undo(uow: UnitOfWork, import_: Document, maker: Maker, rows: list[Document]) -> None:
    undone = import_["undone"]
    for done in rows:
        outcome = _undo_row(uow, maker, done)
        if outcome == "kept":
            undone["kept_count"] = undone.get("kept_count", 0) + 1
            undone["kept"] += [_touched(done)] if len(undone["kept"]) < KEPT_IDS else []
        else:
            undone[outcome] += 1


def _undo_row(uow: UnitOfWork, maker: Maker, done: Document) -> str:
    """Take one row back; what was touched since, is needed, or cannot be again what it was, is kept as it is."""
    id = _touched(done)
    if uow.first(maker.collection, {"_id": id, "version": done["version"]}) is None:
        return "kept"
    try:
        if done["before"] is None:
            maker.remove(uow, id)
            return "removed"
        maker.change(uow, id, done["before"])
        return "restored"
    except (Conflict, Invalid):
        return "kept"


def _touched(done: Document) -> str:
    """The id of what a row made or changed; records of older imports call it by what it was."""
    id: str = done["id"] if "id" in done else done["organisation"]
    return id


# Batches


def _load_batch(uow: UnitOfWork, import_: Document, number: int) -> Document:
    return uow.as_system().get("import_batches", f"{import_['_id']}:{number}")
