"""What can be done with an import: preview, confirm, undo. Long ones go on batch by batch in a job.

Each batch is one transaction with a record of what it did: a crash in the middle only repeats the batch that
did not commit, and an undo knows what there was before.
"""

from typing import Any

from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.registry.commands import (
    change_organisation,
    city_for,
    enter_organisation,
    remove_organisation,
)
from services.registry.imports import model
from services.registry.imports.preview import existing_organisations, plan

BATCH_ROWS = 100


def preview_import(uow: UnitOfWork, body: Document) -> Document:
    """Read the files after the mapping and keep what the import would do. Nothing else is written yet."""
    planned = plan(uow, body["mapping"], body["files"], city_for(uow, body))
    batches = model.in_batches(planned.rows, BATCH_ROWS)
    import_ = uow.add("imports", {**model.blank_import(), **planned.shown(), "batches": len(batches)})
    for number, rows in enumerate(batches):
        row = {"_id": _batch_id(import_, number), "made_at": uow.now(), "rows": rows, "done": []}
        uow.put("import_batches", row)
    return import_


def confirm_import(uow: UnitOfWork, id: str) -> Document:
    """Apply what was previewed: the first batch at once, the others in a job. Wrong rows are left out."""
    import_ = uow.get("imports", id)
    if import_["status"] != model.PREVIEWED:
        raise Conflict(_("This import was confirmed already."))
    if model.too_late(import_["created_at"], uow.now()):
        raise Conflict(_("This preview is older than 30 days. Send the files again."))
    rows = sum(import_["counts"][outcome] for outcome in (model.ADD, model.CHANGE, model.SKIP))
    import_.update(status=model.APPLYING, confirmed_at=uow.now())
    import_["applied"] = {"rows": rows, "done": 0, "added": 0, "changed": 0, "skipped": 0}
    return _go_on(uow, import_)


def undo_import(uow: UnitOfWork, id: str) -> Document:
    """Take back what an import did, but for organisations that somebody has changed or needs since."""
    import_ = uow.get("imports", id)
    if import_["status"] != model.APPLIED:
        raise Conflict(_("Only an import that was applied can be undone."))
    if model.too_late(import_["confirmed_at"], uow.now()):
        raise Conflict(_("This import is older than 30 days and cannot be undone any more."))
    import_.update(status=model.UNDOING, undone={"removed": 0, "restored": 0, "kept": []})
    return _go_on(uow, import_)


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
    rows = batch["rows"]
    existing = existing_organisations(uow, import_["source"], [row["identifier"] for row in rows])
    for row in rows:
        outcome, done = _apply_row(uow, import_, row, existing.get(row["identifier"]))
        import_["applied"][outcome] += 1
        batch["done"] += [done] if done else []
    import_["applied"]["done"] += len(rows)
    uow.put("import_batches", batch)


def _apply_row(
    uow: UnitOfWork, import_: Document, row: Document, organisation: Document | None
) -> tuple[str, Document | None]:
    """Do what a row asks for now; the preview may be out of date. Returns outcome and record."""
    if organisation is None:
        origin = {"source": import_["source"], "identifier": row["identifier"]}
        made = enter_organisation(uow, {**row["fields"], "city": import_["city"], "origin": origin})
        return "added", _record(made, None)
    differences = model.differences(organisation, row["fields"])
    if not differences or not model.may_touch(import_["city"], organisation):
        return "skipped", None
    before = {one["field"]: one["from"] for one in differences}
    after = {one["field"]: one["to"] for one in differences}
    return "changed", _record(change_organisation(uow, organisation["_id"], after), before)


def _record(organisation: Document, before: dict[str, Any] | None) -> Document:
    return {"organisation": organisation["_id"], "version": organisation["version"], "before": before}


# Undoing


def _undo_last(uow: UnitOfWork, import_: Document) -> None:
    if import_["applied_batches"] > 0:
        import_["applied_batches"] -= 1
        _undo(uow, import_, _load_batch(uow, import_, import_["applied_batches"]))
    if import_["applied_batches"] == 0:
        import_["status"] = model.UNDONE


def _undo(uow: UnitOfWork, import_: Document, batch: Document) -> None:
    for done in batch["done"]:
        outcome = _undo_row(uow, done)
        if outcome == "kept":
            import_["undone"]["kept"].append(done["organisation"])
        else:
            import_["undone"][outcome] += 1


def _undo_row(uow: UnitOfWork, done: Document) -> str:
    """Take one row back; an organisation that was touched since, or is needed, is kept as it is."""
    id = done["organisation"]
    if uow.first("organisations", {"_id": id, "version": done["version"]}) is None:
        return "kept"
    if done["before"] is not None:
        change_organisation(uow, id, done["before"])
        return "restored"
    try:
        remove_organisation(uow, id)
    except Conflict:
        return "kept"
    return "removed"


# Batches


def _batch_id(import_: Document, number: int) -> str:
    return f"{import_['_id']}:{number}"


def _load_batch(uow: UnitOfWork, import_: Document, number: int) -> Document:
    return uow.as_system().get("import_batches", _batch_id(import_, number))
