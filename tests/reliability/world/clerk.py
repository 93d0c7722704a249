"""The clerk: a job takes one order after the other and makes it a letter, which is said. Orders are there already."""

from __future__ import annotations

import random

from services.chassis.events import Event
from services.chassis.http import fields
from services.chassis.jobs import Job, JobContext, Jobs
from services.chassis.service import Service
from services.chassis.store import INTERNAL, NETWORK, Collection, UnitOfWork

EVERY_SECONDS = 0.2
CLERKS = 8


class LetterStamped(Event):
    """Said when an order became a letter."""

    type = "eu.learning-cities.clerk.letter.stamped.v1"
    order = fields.Text(required=True)


def stamp_letters(context: JobContext) -> None:
    """Make one of the first orders a letter; any, so that clerks rarely want the same one."""
    context.record(_stamp)


def _stamp(uow: UnitOfWork) -> None:
    if orders := uow.find("orders", {}, limit=CLERKS):
        order = random.choice(orders)
        uow.discard("orders", order["_id"])
        letter = uow.add("letters", {"order": order["_id"]})
        uow.publish(LetterStamped, letter)


jobs = Jobs()
# Several of one kind, so that the lease of one that was killed does not hold up the next.
jobs.table = [Job(f"stamp-letters-{number}", EVERY_SECONDS, stamp_letters) for number in range(CLERKS)]

service = Service(
    name="clerk",
    collections=[Collection("orders", scope=INTERNAL), Collection("letters", scope=NETWORK)],
    jobs=[jobs],
)
create_app, create_worker = service.create_app, service.create_worker
