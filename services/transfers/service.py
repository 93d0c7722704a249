"""The manifest of transfers: its table of contents."""

from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, NETWORK, Collection, Index
from services.contracts import transfers as says
from services.transfers import neighbours
from services.transfers.ideas import reactions as idea_reactions
from services.transfers.ideas import routes as idea_routes
from services.transfers.measures import routes as measure_routes
from services.transfers.plans import routes as plan_routes
from services.transfers.practices import routes as practice_routes
from services.transfers.transfers import jobs as transfer_jobs
from services.transfers.transfers import routes as transfer_routes

service = Service(
    name="transfers",
    collections=[
        Collection("practices", NETWORK, [Index("city"), Index("words"), Index("updated_at")]),
        Collection(
            "transfers",
            NETWORK,
            [
                Index("practice", "city", unique=True, where={"under_way": True}),
                Index("city"),
                Index("from_city"),
                Index("diary_due_on", where={"under_way": True}),
                Index("updated_at"),
            ],
        ),
        Collection("diary_entries", NETWORK, [Index("transfer", "-dated_on")]),
        Collection("plans", NETWORK, [Index("city", "starts_on", unique=True), Index("updated_at")]),
        Collection("measures", NETWORK, [Index("plan", "number", unique=True), Index("origin.id")]),
        Collection("ideas", CITY, [Index("gathering", "-votes"), Index("city", "-votes")]),
        Collection("cities", INTERNAL),
        Collection("organisations", INTERNAL),
    ],
    routes=[
        practice_routes.routes,
        transfer_routes.routes,
        plan_routes.routes,
        measure_routes.routes,
        idea_routes.routes,
    ],
    publishes=says,
    reactions=[neighbours.reactions, idea_reactions.reactions],
    jobs=[transfer_jobs.jobs],
)
create_app, create_worker = service.create_app, service.create_worker
