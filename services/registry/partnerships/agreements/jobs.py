"""The watch over agreements: what comes to its end is said, once."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.registry.partnerships.agreements import queries
from services.registry.partnerships.agreements.commands import say_expiring

jobs = Jobs()


@jobs.every(seconds=3600)
def remind_of_agreements(context: JobContext) -> None:
    """Say of each agreement whose day of reminding has come that it is to be renewed."""
    for id in queries.due_for_reminder(context.read):
        if context.stopping():
            return
        context.record(partial(say_expiring, id=id))
