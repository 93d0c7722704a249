"""Looking for erasures that take too long: counted at once, and said when they go on waiting."""

from functools import partial

import structlog

from services.chassis.jobs import JobContext, Jobs
from services.chassis.telemetry.metrics import WAITING_TOO_LONG
from services.registry.people.erasures import model
from services.registry.people.erasures.commands import EXPECTED, say_late

jobs = Jobs()
log = structlog.get_logger()


@jobs.every(seconds=30)
def watch_erasures(context: JobContext) -> None:
    """Name the services that have not confirmed within a minute that they erased somebody."""
    late = {"complete_at": None, "created_at": {"$lt": context.now() - model.IN_TIME}}
    counts = dict.fromkeys(EXPECTED, 0)
    for receipt in context.read.find("erasures", late, fields=["confirmed", "created_at", "lateness_said"]):
        missing = model.missing(receipt["confirmed"], EXPECTED)
        log.warning("erasure.late", erasure=receipt["_id"], missing=missing)
        for service in missing:
            counts[service] += 1
        if not receipt.get("lateness_said") and receipt["created_at"] < context.now() - model.WORTH_A_MAIL:
            context.record(partial(say_late, id=receipt["_id"]))
    for service, number in counts.items():
        WAITING_TOO_LONG.labels(context.service, "erasure", service).set(number)
