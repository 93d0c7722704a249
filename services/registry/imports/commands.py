"""What can be done with an import: preview, confirm, undo. Long ones go on batch by batch in a job.

How its files are read is in reading.py, how they are applied in applying.py, how that is taken back in undoing.py.
"""

from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.registry.commands import city_for
from services.registry.imports import model, problems
from services.registry.imports.applying import apply_next
from services.registry.imports.hsds.preview import preview_hsds
from services.registry.imports.people import forget_what_was_shown
from services.registry.imports.reading import begin_reading
from services.registry.imports.undoing import undo_last


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
        apply_next(uow, import_)
    else:
        undo_last(uow, import_)
    if import_["status"] in model.UNDER_WAY:
        uow.wake("continue-imports")
    return uow.save("imports", import_)
