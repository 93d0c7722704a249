"""The watch over the directory: what nobody has confirmed for too long is said."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.registry.directory import queries
from services.registry.directory.commands import say_review_due

jobs = Jobs()


@jobs.every(seconds=3600)
def ask_for_reviews(context: JobContext) -> None:
    """Say of each service whose day has come that it is to be confirmed."""
    for id in queries.due_for_review(context.read):
        if context.stopping():
            return
        context.record(partial(say_review_due, id=id))
