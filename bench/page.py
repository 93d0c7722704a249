"""A page of 100 rich documents over HTTP: the register as it is served, Flask with marshmallow, FastAPI with uvicorn.

Beside them what only reads the documents and shows nothing (`ground/bare_read.py`): the most that the driver allows.
Then the register alone with 100, 1,000 and 10,000 organisations in store: how the cost of a page grows. With
`BENCH_STORE=folder`, where `autocomplete` has kept a million, a page of these in turn with one of the 10,000.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from bench.ground import facts, load
from bench.ground.growth import grow
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, servers, web_peers
from services.registry.service import service as registry

MOST = 100


def run() -> None:
    """Three rounds in turn, then the growth."""
    with servers() as ground:
        rows = registry.database(ground.settings("registry"))
        rows.prepare()
        rows.rows("organisations").insert_many([facts.organisation(number) for number in range(MOST)])
        ours = _platform(ground)
        values = in_turn({"learning cities": ours, "reading alone": _reading(ground), **_peers(ground)})
        bars = {"Flask + marshmallow + json": 5.0, "FastAPI + uvicorn": 1.2}
        goals = [Goal(f"to {one}", ratio(values, "learning cities", one), bars[one]) for one in bars if one in values]
        keep("page", "pages/s", values, "learning cities", goals)
        grow("page_growth", "pages/s", {"a page": ours}, partial(facts.fill, rows.rows("organisations")))
        if kept := os.environ.get("BENCH_STORE"):
            _beside_what_is_kept(kept, ours)


def _beside_what_is_kept(folder: str, ours: Callable[[], float]) -> None:
    with servers(folder) as ground:
        rows = registry.database(ground.settings("registry")).rows("organisations")
        many = f"{rows.estimated_document_count():,} in store"
        values = in_turn({"10,000 in store": ours, many: _platform(ground)})
        goals = [Goal("many to few", ratio(values, many, "10,000 in store"), 0.8)]
        keep("page_of_many", "pages/s", values, "10,000 in store", goals)


def _platform(ground: Servers) -> Callable[[], float]:
    port = ground.serve("registry", "registry", "services.registry.service:create_app()")
    headers = {"Passport": ground.passport("registry", "registry:read")}
    return partial(load.rate, port, load.request("GET", f"/api/v1/registry/organisations?limit={MOST}", headers))


def _reading(ground: Servers) -> Callable[[], float]:
    port = ground.serve("reading", "registry", "bench.ground.bare_read:create_app()")
    return partial(load.rate, port, load.request("GET", "/", {}))


def _peers(ground: Servers) -> dict[str, Callable[[], float]]:
    page = load.request("GET", "/organisations", {})
    return {name: partial(load.rate, port, page) for name, port in web_peers(ground).items()}
