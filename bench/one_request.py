"""One document read, and one written in a transaction with its event and audit entry, through a served register."""

from __future__ import annotations

from functools import partial

import orjson

from bench.ground import facts, load
from bench.ground.results import in_turn, keep
from bench.ground.servers import servers
from services.registry.service import service as registry

BODY = {"name": "Centro di formazione", "kind": "training_provider", "country": "IT"}
PATH = "/api/v1/registry/organisations"


def run() -> None:
    """Three rounds in turn, four clients at once; `/healthz` is what a request costs that does nothing."""
    with servers() as ground:
        database = registry.database(ground.settings("registry"))
        database.prepare()
        known = facts.organisation(0)
        database.rows("organisations").insert_one(known)
        port = ground.serve("registry", "registry", "services.registry.service:create_app()")
        passport = {"Passport": ground.passport("registry", "registry:read", "registry:write")}
        nothing = load.request("GET", "/healthz", {})
        read = load.request("GET", f"{PATH}/{known['_id']}", passport)
        write = load.request("POST", PATH, passport, orjson.dumps(BODY))
        rates = {"nothing": nothing, "read one": read, "write one": write}
        values = in_turn({name: partial(load.rate, port, message) for name, message in rates.items()})
        waits = in_turn({name: partial(load.latency, port, message) for name, message in rates.items()})
    keep("one_request", "requests/s", values, "nothing")
    keep("one_request_latency", "ms p50, one client", waits, "nothing")
