"""A page of 100 rich documents over HTTP: the register as it is served, Flask with marshmallow, FastAPI with uvicorn.

Then the register alone with 100, 1,000 and 10,000 organisations in store: how the cost of a page grows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import log10
from pathlib import Path
from statistics import median

from bench.ground import facts, load
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, peers, servers
from services.registry.service import service as registry

MOST, STORED = 100, (100, 1_000, 10_000)
PEERS = Path(__file__).parent / "peers"


def run() -> None:
    """Three rounds in turn, then the growth."""
    with servers() as ground:
        rows = registry.database(ground.settings("registry"))
        rows.prepare()
        rows.rows("organisations").insert_many([facts.organisation(number) for number in range(STORED[0])])
        ours = _platform(ground)
        values = in_turn({"learning cities": ours, **_peers(ground)})
        bars = {"Flask + marshmallow + json": 5.0, "FastAPI + uvicorn": 1.2}
        goals = [Goal(f"to {one}", ratio(values, "learning cities", one), bars[one]) for one in bars if one in values]
        growth = {f"{STORED[0]:,} in store": [ours() for _round in range(3)]}
        for stored, more in zip(STORED[1:], (900, 9_000), strict=True):
            rows.rows("organisations").insert_many([facts.organisation(number) for number in range(more)])
            growth[f"{stored:,} in store"] = [ours() for _round in range(3)]
    keep("page", "pages/s", values, "learning cities", goals)
    few, many = (median(growth[f"{stored:,} in store"]) for stored in (STORED[0], STORED[-1]))
    exponent = Goal("exponent of the growth", log10(few / many) / log10(STORED[-1] / STORED[0]), 0.1, ceiling=True)
    keep("page_growth", "pages/s", growth, f"{STORED[0]:,} in store", [exponent])


def _platform(ground: Servers) -> Callable[[], float]:
    port = ground.serve("registry", "registry", "services.registry.service:create_app()")
    headers = {"Passport": ground.passport("registry", "registry:read")}
    return partial(load.rate, port, load.request("GET", f"/api/v1/registry/organisations?limit={MOST}", headers))


def _peers(ground: Servers) -> dict[str, Callable[[], float]]:
    python = peers()
    if python is None:
        return {}
    page = load.request("GET", "/organisations", {})
    ports = {"Flask + marshmallow + json": ground.free_port(), "FastAPI + uvicorn": ground.free_port()}
    flask, fastapi = ports.values()
    gunicorn = ["-m", "gunicorn", "-k", "gthread", "--threads", "8", "-b", f"127.0.0.1:{flask}", "flask_peer:app"]
    uvicorn = ["-m", "uvicorn", "--port", str(fastapi), "--log-level", "warning", "--no-access-log", "fastapi_peer:app"]
    ground.run("flask", [str(python), *gunicorn], flask, PYTHONPATH=str(PEERS))
    ground.run("fastapi", [str(python), *uvicorn], fastapi, PYTHONPATH=str(PEERS))
    return {name: partial(load.rate, port, page) for name, port in ports.items()}
