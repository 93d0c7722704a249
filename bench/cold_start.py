"""From nothing to the first answer: a served register, beside a served Flask application that does nothing.

And what the platform costs while nobody asks: the share of one core that a worker and a web process take.
"""

from __future__ import annotations

import os
import threading
import time
from itertools import count
from pathlib import Path

from bench.ground import load
from bench.ground.results import ROUNDS, Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, servers
from deploy.platform import PRELOADED
from services.chassis.local.ports import answers
from services.registry.service import service as registry

IDLE_SECONDS = 8.0
PRELOADING_SECONDS = 10.0
_numbers = count()


def run() -> None:
    """Three starts of each in turn, three from a process that has the imports done, then some seconds of rest."""
    with servers() as ground:
        registry.database(ground.settings("registry")).prepare()
        values = in_turn({
            "Flask, empty": lambda: _seconds(ground, "bench.ground.empty:create_app()"),
            "learning cities": lambda: _seconds(ground, "services.registry.service:create_app()"),
        })  # fmt: skip
        ground.supervisor.preload(PRELOADED, ground.environment())
        time.sleep(PRELOADING_SECONDS)
        application = "services.registry.service:create_app()"
        values["learning cities, forked"] = [_seconds(ground, application) for _round in range(ROUNDS)]
        goals = [Goal(f"{name} to an empty Flask", ratio(values, name, "Flask, empty"), 1.3, ceiling=True)
                 for name in values if name != "Flask, empty"]  # fmt: skip
        keep("cold_start", "seconds", values, "Flask, empty", goals)
        _rest(ground)


def _seconds(ground: Servers, application: str) -> float:
    name, port = f"start-{next(_numbers)}", ground.free_port()
    starter = threading.Thread(target=ground.serve, args=(name, "registry", application, port))
    began = time.perf_counter()
    starter.start()
    while not answers(port):
        time.sleep(0.002)
    connection = load.Connection(port)
    connection.ask(load.request("GET", "/healthz", {}))
    connection.close()
    seconds = time.perf_counter() - began
    starter.join()
    return seconds


def _rest(ground: Servers) -> None:
    ground.start_rabbitmq()
    ground.serve("registry-web", "registry", "services.registry.service:create_app()")
    ground.work("registry", "registry", "services.registry.service")
    ground.work("listener", "listener", "bench.ground.listener")
    time.sleep(3)
    names = {"web process": "registry-web", "worker": "registry", "worker that listens": "listener"}
    pids = {name: ground.supervisor.pid(process) for name, process in names.items()}
    shares = _shares(pids)
    goal = Goal("a worker", max(shares["worker that listens"]), 1.0, ceiling=True)
    keep("idle", "% of a core", shares, "web process", [goal])


def _shares(pids: dict[str, int]) -> dict[str, list[float]]:
    before = {name: _cpu_seconds(pid) for name, pid in pids.items()}
    time.sleep(IDLE_SECONDS)
    return {name: [100 * (_cpu_seconds(pid) - before[name]) / IDLE_SECONDS] for name, pid in pids.items()}


def _cpu_seconds(pid: int) -> float:
    """What a process and the children it still has used so far."""
    children = [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in path.read_text().split()]
    used = 0.0
    for one in (pid, *children):
        parts = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        used += (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return used
