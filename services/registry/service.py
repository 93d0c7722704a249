"""The manifest of the registry: its table of contents."""

from datetime import timedelta

from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, NETWORK, Collection, Index
from services.contracts import registry as contract
from services.registry import routes
from services.registry.imports import jobs as imports_jobs
from services.registry.imports import routes as imports_routes
from services.registry.partnerships import routes as partnerships_routes

BY_NAME = Index("name_folded", "_id")
BY_WORD = Index("words")
BY_CHANGE = Index("updated_at", "_id")

service = Service(
    name="registry",
    collections=[
        Collection("cities", scope=NETWORK, indexes=[BY_NAME, BY_WORD, BY_CHANGE]),
        Collection(
            "organisations",
            scope=NETWORK,
            indexes=[
                BY_NAME,
                BY_WORD,
                BY_CHANGE,
                Index("city", "name_folded", "_id"),
                Index("kind", "name_folded", "_id"),
                Index("country", "name_folded", "_id"),
                Index("policy_areas", "name_folded", "_id"),
                Index("languages", "name_folded", "_id"),
                Index(
                    "origin.source",
                    "origin.identifier",
                    unique=True,
                    where={"origin.source": {"$exists": True}},
                ),
            ],
        ),
        Collection(
            "people",
            scope=CITY,
            indexes=[Index("city", "name_folded", "_id"), BY_WORD, Index("roles.organisation")],
        ),
        Collection(
            "partnerships",
            scope=NETWORK,
            indexes=[BY_NAME, BY_WORD, BY_CHANGE, Index("members.organisation")],
        ),
        Collection("imports", scope=CITY, indexes=[Index("status")]),
        # A preview waits 30 days for its confirmation, then an import 30 days for its undo.
        Collection("import_batches", scope=INTERNAL, indexes=[Index("made_at", expires=timedelta(days=60))]),
    ],
    routes=[
        routes.cities,
        routes.organisations,
        routes.people,
        partnerships_routes.routes,
        imports_routes.routes,
    ],
    publishes=contract,
    reactions=[],
    jobs=[imports_jobs.jobs],
    migrations=[],
)

create_app, create_worker = service.create_app, service.create_worker
