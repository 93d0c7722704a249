"""The manifest of support: its table of contents."""

from services.chassis.erasing import WAITING
from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, Collection, Index
from services.contracts import support as says
from services.support import erasing, held, jobs, neighbours, processing, routes

service = Service(
    name="support",
    collections=[
        Collection(
            "tickets",
            CITY,
            [
                Index("city", "-_id"),
                Index("state", "-_id"),
                Index("practice"),
                Index("words"),
                Index("updated_at"),
                Index("secret", unique=True, where={"secret": {"$exists": True}}),
            ],
            personal=True,
        ),
        WAITING,
        Collection("cities", INTERNAL),
        Collection("practices", INTERNAL),
        Collection("organisations", INTERNAL),
    ],
    routes=[routes.routes, held.routes, processing.routes],
    publishes=says,
    reactions=[neighbours.reactions, erasing.reactions],
    jobs=[jobs.jobs, erasing.jobs],
)
create_app, create_worker = service.create_app, service.create_worker
