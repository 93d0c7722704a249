"""A worker killed just when it has an event in hand: how long from the event's commit to its effect all the same.

RECOVERY_KILLS says how often, 100 without it. The kills come 0 to 30 ms after an answered write, in turn to the worker
that relays the event and to the two that take it in.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from pymongo import MongoClient

from bench.ground.results import Goal, keep
from services.chassis.local.folder import DataFolder
from services.chassis.local.mongod import mongo_url
from tests.journeys.running import ApiClient, Platform, until

GOAL_SECONDS = 10.0
LISTENERS = ("notifications", "website")
KILLED = ("registry-worker", "notifications-worker", "website-worker")
LATEST_KILL_SECONDS = 0.03
PATIENCE_SECONDS = 60


def run() -> None:
    """Kill again and again under a light load: one write at a time."""
    chosen, kills = random.Random(1), int(os.environ.get("RECOVERY_KILLS", "100"))
    with tempfile.TemporaryDirectory() as folder:
        platform = Platform(Path(folder) / "data", "--demo", GATEWAY_LIMIT_CLIENT="100000/minute")
        platform.start()
        try:
            client = platform.client("registry:write")
            with MongoClient(mongo_url(DataFolder(platform.folder).ports()["mongod"]), tz_aware=True) as store:
                values: dict[str, list[float]] = {"nobody killed": _samples(store, client, 20, lambda: None)}
                for name in KILLED:

                    def kill(name: str = name) -> None:
                        time.sleep(chosen.uniform(0, LATEST_KILL_SECONDS))
                        _kill(platform, name)

                    values[f"{name} killed"] = _samples(store, client, kills // len(KILLED), kill)
        finally:
            platform.stop()
    killed = [value for name in KILLED for value in values[f"{name} killed"]]
    p99 = quantiles(killed, n=100, method="inclusive")[98]
    print(f"{len(killed) // len(LISTENERS)} kills, p50 {quantiles(killed, n=2)[0]:.2f} s, longest {max(killed):.2f} s")
    goals = [Goal("a killed worker's event, p99 in seconds", p99, GOAL_SECONDS, ceiling=True)]
    keep("recovery", "seconds", values, "nobody killed", goals)


def _samples(store: MongoClient, client: ApiClient, count: int, harm: Callable[[], None]) -> list[float]:
    """Seconds from commit to effect of `count` events in each listener, with a harm after each write."""
    found = []
    for number in range(count):
        made = client.post("registry/organisations", {"name": f"One {number}", "kind": "ngo", "country": "IT"})
        harm()
        event = store["lc_registry"]["outbox"].find_one({"subject": made["id"]})
        for name in LISTENERS:
            row = until(
                lambda name=name, event=event: store[f"lc_{name}"]["inbox"].find_one(
                    {"_id": event["_id"], "state": "done"}
                ), "the effect", PATIENCE_SECONDS,
            )  # fmt: skip
            found.append((row["done_at"] - event["time"]).total_seconds())
    return found


def _kill(platform: Platform, name: str) -> None:
    """Kill it; the next round begins no sooner than its successor is there."""
    killed = platform.pid(name)
    os.kill(killed, signal.SIGKILL)
    until(lambda: platform.pid(name) not in (0, killed), f"a new {name}")
