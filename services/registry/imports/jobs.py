"""The work on long imports that goes on after the request that began it was answered."""

from services.chassis.jobs import JobContext, Jobs
from services.registry.imports import queries
from services.registry.imports.commands import continue_import

jobs = Jobs()


@jobs.every(seconds=2)
def continue_imports(context: JobContext) -> None:
    """Do the batches that are left, each in a transaction of its own, until we are to stop."""
    for id in queries.under_way(context.read):
        more = True
        while more and not context.stopping():
            with context.unit_of_work() as uow:
                more = continue_import(uow, id)
