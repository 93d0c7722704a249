"""Due work on gatherings."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.workshops.gatherings.commands import mark_held

jobs = Jobs()


@jobs.every(seconds=300)
def mark_gatherings_held(context: JobContext) -> None:
    """Note of each planned gathering whose end has passed that it was held."""
    over = {"status": "planned", "ends_at": {"$lte": context.now()}}
    for row in context.read.find("gatherings", over, limit=200, fields=("_id",)):
        if context.stopping():
            return
        context.record(partial(mark_held, id=row["_id"]))
