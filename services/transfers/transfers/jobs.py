"""Periodic work on transfers: nobody is to forget a diary."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.transfers.transfers.commands import say_diary_overdue

jobs = Jobs()


@jobs.every(seconds=3600)
def say_overdue_diaries(context: JobContext) -> None:
    """Say which transfers under way have had no diary entry for ninety days, once a lapse."""
    lapsed = {
        "under_way": True,
        "overdue_since": None,
        "diary_due_on": {"$lt": context.now().date().isoformat()},
    }
    for transfer in context.read.find("transfers", lapsed, fields=["_id"]):
        if context.stopping():
            return
        context.record(partial(say_diary_overdue, id=transfer["_id"]))
