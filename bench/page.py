"""A page of 100 rich documents over HTTP: the register as it is served, Flask with marshmallow, FastAPI with uvicorn.

Beside them what only reads the documents and shows nothing (`ground/bare_read.py`): the most that the driver allows.
Then the register alone with 100, 1,000 and 10,000 organisations in store: how the cost of a page grows; and twenty
pages one after the other by a process that has shown none of their rows, and by the same once more (decision 127).
With `BENCH_STORE=folder`, where `autocomplete` has kept a million, a page of these in turn with one of the 10,000.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

import orjson

from bench.ground import facts, load
from bench.ground.growth import grow
from bench.ground.results import ROUNDS, Goal, Values, in_turn, keep, ratio
from bench.ground.servers import Servers, servers, web_peers
from services.registry.service import service as registry

MOST, WALKED = 100, 20


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
        _through_the_list(ground)
        if kept := os.environ.get("BENCH_STORE"):
            _beside_what_is_kept(kept, ours)


def _beside_what_is_kept(folder: str, ours: Callable[[], float]) -> None:
    with servers(folder) as ground:
        rows = registry.database(ground.settings("registry")).rows("organisations")
        many = f"{rows.estimated_document_count():,} in store"
        values = in_turn({"10,000 in store": ours, many: _platform(ground)})
        goals = [Goal("many to few", ratio(values, many, "10,000 in store"), 0.8)]
        keep("page_of_many", "pages/s", values, "10,000 in store", goals)


def _through_the_list(ground: Servers) -> None:
    """Page by page, each once: nothing is remembered the first time, everything the second."""
    values: Values = {"first time": [], "again": []}
    for number in range(ROUNDS):
        port = ground.serve(f"registry{number}", "registry", "services.registry.service:create_app()")
        passport = _passport(ground)
        load.latency(port, _asking(passport, "cities"), times=20)  # so that it is warm
        for rates in values.values():
            rates.append(_walk(port, passport))
    keep("page_walk", "pages/s", values, "again")


def _walk(port: int, passport: str) -> float:
    connection, after = load.Connection(port), ""
    began = time.perf_counter()
    for _page in range(WALKED):
        page = orjson.loads(connection.ask(_asking(passport, f"organisations?limit={MOST}{after}")))
        after = f"&after={page['next']}"
    connection.close()
    return WALKED / (time.perf_counter() - began)


def _passport(ground: Servers) -> str:
    return ground.passport("registry", "registry:read")


def _asking(passport: str, path: str) -> bytes:
    return load.request("GET", f"/api/v1/registry/{path}", {"Passport": passport})


def _platform(ground: Servers) -> Callable[[], float]:
    port = ground.serve("registry", "registry", "services.registry.service:create_app()")
    return partial(load.rate, port, _asking(_passport(ground), f"organisations?limit={MOST}"))


def _reading(ground: Servers) -> Callable[[], float]:
    port = ground.serve("reading", "registry", "bench.ground.bare_read:create_app()")
    return partial(load.rate, port, load.request("GET", "/", {}))


def _peers(ground: Servers) -> dict[str, Callable[[], float]]:
    page = load.request("GET", "/organisations", {})
    return {name: partial(load.rate, port, page) for name, port in web_peers(ground).items()}
