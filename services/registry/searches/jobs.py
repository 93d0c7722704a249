"""Looking, for who wants to be told, whether a saved search finds something new."""

from functools import partial

from services.chassis.jobs import JobContext, Jobs
from services.registry.searches import queries
from services.registry.searches.commands import look

jobs = Jobs()


@jobs.every(seconds=60)
def look_for_news(context: JobContext) -> None:
    """Look at each search whose time has come, each in a transaction of its own."""
    for id in queries.due(context.read):
        if context.stopping():
            return
        context.record(partial(look, id=id))
