"""Undoing an import, the last batch first: taking back what is still as the import left it."""

from __future__ import annotations

from services.chassis.errors import Conflict, Invalid
from services.chassis.store import Document, UnitOfWork
from services.registry.imports import model
from services.registry.imports.makers import MAKERS, Maker
from services.registry.imports.queries import batch_of

KEPT_IDS = 1000
UNDONE_AT_ONCE = 50
"""Rows in a transaction, which the store ends after 5 s: whether something needs a row is asked of each."""


def undo_last(uow: UnitOfWork, import_: Document) -> None:
    """Take back some rows of the last batch that is in: a whole one is more than a transaction has time for."""
    if import_["applied_batches"] > 0:
        batch = batch_of(uow, import_, import_["applied_batches"] - 1)
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
