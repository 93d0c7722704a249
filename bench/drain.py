"""How fast a filled outbox of 5,000 events drains: relay, quorum queue, intake with inbox marks and one projection.

Beside it the bare pipeline (bench/ground/reference.py), and celery, dramatiq and faststream from publish to one insert.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.ground import facts, reference
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, peers, servers
from services.registry.service import service as registry

EVENTS, EVENTS_OF_PEERS = 5000, 1000
PATIENCE_SECONDS = 120
WORKERS_OF_PEERS = {
    "celery": ["celery", "-A", "celery_peer", "worker", "-c", "2", "-l", "ERROR"],
    "dramatiq": ["dramatiq", "dramatiq_peer", "--processes", "1", "--threads", "8"],
    "faststream": ["faststream", "run", "faststream_peer:app", "--log-level", "error"],
}


def run() -> None:
    """Three rounds of each contender in turn."""
    with servers() as ground:
        ground.start_rabbitmq()
        contenders = {"bare reference": bare_pipeline(ground), "learning cities": platform(ground)}
        contenders |= dict(peers_in_turn(ground))
        for drain in contenders.values():
            drain()  # once for the warmth
        values = in_turn(contenders)
        goals = [Goal("to the bare reference", ratio(values, "learning cities", "bare reference"), 0.8)]
        bars = {"celery": 12, "dramatiq": 9, "faststream": 9}
        goals += [Goal(f"to {one}", ratio(values, "learning cities", one), bars[one]) for one in bars if one in values]
        keep("drain", "events/s", values, "bare reference", goals)


def platform(ground: Servers, events: int = EVENTS) -> Callable[[], float]:
    """The worker of the registry relays, that of a listener takes in; the feed is there to heal from."""
    database = registry.database(ground.settings("registry"))
    database.prepare()
    port = ground.serve("registry-web", "registry", "services.registry.service:create_app()")
    urls = {"SERVICE_URLS": f"registry=http://127.0.0.1:{port}"}
    ground.work("listener", "listener", "bench.ground.listener", **urls)
    ground.work("registry", "registry", "services.registry.service", **urls)
    inbox = ground.client["bench_listener"]["inbox"]
    return lambda: _drained(database.rows("outbox"), inbox, events, {"new": True})


def bare_pipeline(ground: Servers, events: int = EVENTS) -> Callable[[], float]:
    """The same with the drivers alone."""
    database = reference.open_database(ground.mongo_url)
    for role in reference.ROLES:
        ground.run(f"reference-{role}", [sys.executable, "-m", "bench.ground.reference", role])
    return lambda: _drained(database["outbox"], database["inbox"], events, {"published_at": None})


def _drained(outbox: Any, inbox: Any, events: int, waiting: dict[str, Any]) -> float:
    """Fill the outbox in one commit; events a second until each has had its effect."""
    rows = facts.outbox_rows(events)
    before = inbox.estimated_document_count()
    with outbox.database.client.start_session() as session, session.start_transaction():
        outbox.insert_many(rows, session=session)
        began = time.perf_counter()
    until(lambda: inbox.estimated_document_count() >= before + events)
    seconds = time.perf_counter() - began
    until(lambda: outbox.count_documents(waiting) == 0)
    return events / seconds


def peers_in_turn(ground: Servers) -> list[tuple[str, Callable[[], float]]]:
    """The peers that there are, each with its worker running, and what has it publish and insert."""
    python = peers()
    if python is None:
        return []
    return [(name, _peer(ground, python, name, words)) for name, words in WORKERS_OF_PEERS.items()]


def _peer(ground: Servers, python: Path, name: str, words: list[str]) -> Callable[[], float]:
    folder = str(Path(__file__).parent / "peers")
    ground.run(name, [str(python.parent / words[0]), *words[1:]], PYTHONPATH=folder)
    program = [str(python), f"{folder}/{name}_peer.py"]
    environment = ground.environment(PYTHONPATH=folder)
    publisher = subprocess.Popen(program, stdin=subprocess.PIPE, env=environment, text=True)
    ground.children.append(publisher)
    rows = ground.client["bench_peers"][name]
    return lambda: _published(publisher, rows)


def _published(publisher: subprocess.Popen[str], rows: Any) -> float:
    """Have a peer publish; events a second until the last is inserted."""
    before = rows.estimated_document_count()
    assert publisher.stdin is not None
    began = time.perf_counter()
    publisher.stdin.write(f"{EVENTS_OF_PEERS}\n")
    publisher.stdin.flush()
    until(lambda: rows.estimated_document_count() >= before + EVENTS_OF_PEERS)
    return EVENTS_OF_PEERS / (time.perf_counter() - began)


def until(met: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
    """Wait until `met()`."""
    end = time.monotonic() + patience
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(f"not done within {patience} s")
        time.sleep(0.01)
