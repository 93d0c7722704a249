"""Due work on registrations: persons are forgotten when their data are no longer needed."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.workshops.registrations.commands import forget_persons
from services.workshops.registrations.model import KEPT_AFTER_THE_GATHERING

jobs = Jobs()


@jobs.every(seconds=3600)
def forget_registrations(context: JobContext) -> None:
    """Erase the registrations of gatherings that ended twelve months ago; only counts remain."""
    due = {"ends_at": {"$lte": context.now() - KEPT_AFTER_THE_GATHERING}, "persons_forgotten": {"$ne": True}}
    for row in context.read.find("gatherings", due, limit=100, fields=("_id",)):
        if context.stopping():
            return
        context.record(partial(forget_persons, gathering_id=row["_id"]))
