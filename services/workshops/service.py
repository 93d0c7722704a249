"""The manifest of workshops: its collections, addresses, events, reactions and jobs."""

from services.chassis.erasing import WAITING
from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, Collection, Index
from services.contracts import workshops as contracts
from services.workshops import processing
from services.workshops.easw import jobs as easw_jobs
from services.workshops.easw import public_routes as voting
from services.workshops.easw import routes as easw
from services.workshops.gatherings import jobs as gathering_jobs
from services.workshops.gatherings import reactions
from services.workshops.gatherings import routes as gatherings
from services.workshops.registrations import erasing, held
from services.workshops.registrations import jobs as registration_jobs
from services.workshops.registrations import public_routes as registering
from services.workshops.registrations import routes as registrations

service = Service(
    name="workshops",
    collections=[
        Collection("gatherings", CITY, [
            Index("starts_at"), Index("city", "starts_at"), Index("status", "ends_at"), Index("words"),
            Index("updated_at"),
            Index("registration_code", unique=True, where={"registration_code": {"$gt": ""}}),
        ]),
        Collection("registrations", CITY, [
            Index("gathering", "number"), Index("gathering", "status", "number"), Index("gathering", "email_key"),
            Index("updated_at"), Index("email_key"),
        ], personal=True),
        Collection("ideas", CITY, [Index("gathering", "group"), Index("updated_at")]),
        Collection("rounds", CITY, [
            Index("gathering"), Index("status", "closes_at"), Index("code", unique=True, where={"code": {"$gt": ""}}),
        ]),
        Collection("rosters", INTERNAL),
        Collection("authors", INTERNAL, [Index("registration")]),
        Collection("turnouts", INTERNAL),
        Collection("voters", INTERNAL, [Index("round", "registration"), Index("round", "token_hash")]),
        Collection("ballots", INTERNAL, [Index("round")]),
        Collection("cities", INTERNAL),
        WAITING,
    ],
    routes=[
        gatherings.routes, registrations.routes, held.routes, registering.routes, easw.routes, voting.routes,
        processing.routes,
    ],
    publishes=contracts,
    reactions=[reactions.reactions, erasing.reactions],
    jobs=[gathering_jobs.jobs, registration_jobs.jobs, easw_jobs.jobs, erasing.jobs],
)  # fmt: skip
create_app, create_worker = service.create_app, service.create_worker
