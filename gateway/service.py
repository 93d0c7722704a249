"""The gateway's table of contents: what it keeps, its API, what it says and hears, jobs. Forwarding is in `proxy`."""

from __future__ import annotations

from datetime import timedelta

import services.contracts.gateway
from gateway import jobs, processing
from gateway.api import accounts, clients, contacts, held, sessions
from gateway.identity import leaving
from gateway.identity.spoken_of import ACCOUNTS_SPOKEN_OF
from services.chassis.erasing import WAITING
from services.chassis.service import Service
from services.chassis.store import CITY, INTERNAL, NETWORK, Collection, Index

service = Service(
    name="gateway",
    collections=[
        Collection("accounts", CITY, [
            Index("email", unique=True, where={"email": {"$gt": ""}}), Index("name"), Index("words"),
        ], personal=True),
        Collection("clients", CITY, [Index("name")]),
        Collection("sessions", INTERNAL, [Index("account"), Index("ends_at", expires=timedelta())]),
        Collection("begun_sign_ins", INTERNAL, [Index("account"), Index("ends_at", expires=timedelta())]),
        Collection("second_factors", INTERNAL, [Index("account")]),
        Collection("rules", NETWORK),
        Collection("resets", INTERNAL, [Index("account"), Index("ends_at", expires=timedelta())]),
        Collection("token_keys", INTERNAL, [Index("signs_from")]),
        Collection("revoked_tokens", INTERNAL, [Index("at", expires=timedelta(hours=2))]),
        Collection("documents", INTERNAL),
        Collection("limits", INTERNAL, [Index("until", expires=timedelta())]),
        WAITING,
    ],
    routes=[accounts.routes, sessions.routes, clients.routes, contacts.routes, held.routes, processing.routes],
    publishes=services.contracts.gateway,
    reactions=[leaving.reactions],
    jobs=[jobs.jobs, leaving.jobs],
    migrations=[ACCOUNTS_SPOKEN_OF],
)  # fmt: skip

create_worker = service.create_worker
