"""Taking away what is kept longer than its rule says."""

from functools import partial
from typing import Final

import structlog

from services.chassis.jobs import JobContext, Jobs
from services.chassis.store import Document
from services.registry.retention import commands, model, queries

MOST_A_RUN: Final = 500

jobs = Jobs()
log = structlog.get_logger()


@jobs.every(seconds=3600)
def apply_retention(context: JobContext) -> None:
    """Apply each rule that is in force; a run that took something away is kept on record."""
    for rule in queries.rules(context.read):
        if rule["active"]:
            number = _apply(context, rule)
            if number:
                context.record(partial(commands.note_run, rule=rule, number=number))
                log.info("retention.applied", kind=rule["_id"], number=number)


def _apply(context: JobContext, rule: Document) -> int:
    """Take away what is due, each record in a transaction of its own; how many there were."""
    kind = rule["_id"]
    condition = queries.due(kind, model.months_before(context.now(), rule["months"]))
    found = context.read.find(model.KINDS[kind].collection, condition, fields=["_id"], limit=MOST_A_RUN)
    done = 0
    for row in found:
        if context.stopping():
            break
        done += context.record(partial(commands.take_away, rule=rule, id=row["_id"]))
    return done
