"""Due work on votes: a vote with a closing time is counted when it comes."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.workshops.easw.commands.rounds import close_when_due

jobs = Jobs()


@jobs.every(seconds=10)
def close_rounds(context: JobContext) -> None:
    """Close and count each vote whose time is over; ballots are refused from that moment on anyway."""
    due = {"status": "open", "closes_at": {"$lte": context.now()}}
    for row in context.read.find("rounds", due, limit=100, fields=("_id",)):
        if context.stopping():
            return
        context.record(partial(close_when_due, id=row["_id"]))
