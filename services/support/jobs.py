"""Periodic work of the desk: forgetting what is no longer needed."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.support import commands, model

jobs = Jobs()


@jobs.every(seconds=86_400)
def erase_old_tickets(context: JobContext) -> None:
    """Erase the tickets, and who asked, to which nothing happened for 24 months."""
    old = {"updated_at": {"$lt": model.erased_before(context.now())}}
    for ticket in context.read.find("tickets", old, fields=["_id"]):
        if context.stopping():
            return
        context.record(partial(commands.erase_if_old, id=ticket["_id"]))
