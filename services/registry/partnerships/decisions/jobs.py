"""The watch over open decisions: what is late is said, once."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.registry.partnerships.decisions import queries
from services.registry.partnerships.decisions.commands import say_overdue

jobs = Jobs()


@jobs.every(seconds=3600)
def say_late_decisions(context: JobContext) -> None:
    """Say of each open decision whose day has passed that it is late."""
    for id in queries.overdue(context.read):
        if context.stopping():
            return
        context.record(partial(say_overdue, id=id))
