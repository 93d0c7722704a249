"""The work on long imports that goes on after the request that began it was answered."""

from datetime import timedelta
from functools import partial

import structlog

from services.chassis.i18n import use_language
from services.chassis.jobs import JobContext, Jobs
from services.registry.imports import model, queries
from services.registry.imports.commands import continue_import, forget_preview
from services.registry.imports.reading import Reading

jobs = Jobs()
log = structlog.get_logger()


@jobs.every(seconds=2)
def continue_imports(context: JobContext) -> None:
    """Do the batches that are left, each in a transaction of its own, until we are to stop.

    An import that cannot go on holds up no other; it is tried again each time.
    """
    for one in queries.under_way(context.read):
        work = _read_on if one["status"] == model.READING else _go_on
        try:
            work(context, one["_id"])
        except Exception as error:
            log.exception("import.stuck", id=one["_id"], fault=type(error).__name__)


@jobs.every(seconds=3600)
def forget_previews(context: JobContext) -> None:
    """Let go of what previews show that can be confirmed no longer."""
    for one in queries.unconfirmed(context.read, context.now() - timedelta(days=model.KEPT_DAYS)):
        context.record(partial(forget_preview, id=one["_id"]))


def _read_on(context: JobContext, id: str) -> None:
    """Read the files of an import from where it stands; what was read before a crash is only looked through."""
    import_ = context.read.get("imports", id)
    with use_language(import_["language"]):
        reading = Reading(context.read, import_)
        for piece in reading.pieces(import_["place"]):
            if context.stopping():
                return
            context.record(partial(reading.keep, id=id, piece=piece))


def _go_on(context: JobContext, id: str) -> None:
    more = True
    while more and not context.stopping():
        more = context.record(partial(continue_import, id=id))
