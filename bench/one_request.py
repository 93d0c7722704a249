"""One document read, and one written in a transaction with its event and audit entry, through a served register.

Beside it two web frameworks, which read the same document, and write one with a single insert: no event, no audit.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson

from bench.ground import facts, load
from bench.ground.growth import grow
from bench.ground.results import in_turn, keep
from bench.ground.servers import Servers, servers, web_peers
from services.registry.service import service as registry

BODY = {"name": "Centro di formazione", "kind": "training_provider", "country": "IT"}
PATH = "/api/v1/registry/organisations"

STORED = (1_000, 10_000, 100_000)

Requests = dict[str, tuple[int, bytes]]


def run() -> None:
    """Three rounds in turn, four clients at once; `/healthz` is what a request costs that does nothing."""
    with servers() as ground:
        database = registry.database(ground.settings("registry"))
        database.prepare()
        organisations = database.rows("organisations")
        known = facts.organisation(0)
        organisations.insert_one(known)
        ours = _ours(ground, known["_id"])
        asked = {**ours, **_peers(ground, known["_id"])}
        values = in_turn({name: partial(load.rate, port, message) for name, (port, message) in asked.items()})
        waits = in_turn({name: partial(load.latency, port, message) for name, (port, message) in ours.items()})
        keep("one_request", "requests/s", values, "nothing")
        keep("one_request_latency", "ms p50, one client", waits, "nothing")
        kinds = {name: partial(load.rate, *ours[name]) for name in ("read one", "write one")}
        grow("growth", "requests/s", kinds, partial(_fill, organisations), STORED)


def _fill(organisations: Any, wanted: int) -> None:
    """Take away what was written, then bring the register to `wanted` organisations."""
    organisations.delete_many({"name": BODY["name"]})
    facts.fill(organisations, wanted)


def _ours(ground: Servers, id: str) -> Requests:
    port = ground.serve("registry", "registry", "services.registry.service:create_app()")
    passport = {"Passport": ground.passport("registry", "registry:read", "registry:write")}
    return {
        "nothing": (port, load.request("GET", "/healthz", {})),
        "read one": (port, load.request("GET", f"{PATH}/{id}", passport)),
        "write one": (port, load.request("POST", PATH, passport, orjson.dumps(BODY))),
    }


def _peers(ground: Servers, id: str) -> Requests:
    asked: Requests = {}
    for name, port in web_peers(ground).items():
        asked[f"read one, {name}"] = (port, load.request("GET", f"/organisations/{id}", {}))
        asked[f"write one, {name}"] = (port, load.request("POST", "/organisations", {}, orjson.dumps(BODY)))
    return asked
