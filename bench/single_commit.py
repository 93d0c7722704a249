"""One event a commit by eight threads at once, until each has had its effect: what a busy service is like.

Beside it the bare pipeline, and the peers, which publish one by one and have no commit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench import drain
from bench.ground import facts, reference
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import Servers, servers

EVENTS, THREADS = 1000, 8


def run() -> None:
    """Three rounds of each contender in turn."""
    with servers() as ground:
        ground.start_rabbitmq()
        drain.bare_pipeline(ground, 50)()
        drain.platform(ground, 50)()
        peers = dict(drain.peers_in_turn(ground))
        contenders = {**_pipelines(ground), **peers}
        for contender in contenders.values():
            contender()  # once for the warmth
        values = in_turn(contenders)
    goals = [Goal("to the bare reference", ratio(values, "learning cities", "bare reference"), 0.9)]
    goals += [Goal(f"to {one}", ratio(values, "learning cities", one), 1.1) for one in peers]
    keep("single_commit", "events/s", values, "bare reference", goals)


def _pipelines(ground: Servers) -> dict[str, Callable[[], float]]:
    bare, own = ground.client[reference.DATABASE], ground.client
    return {
        "bare reference": lambda: _rate(bare["outbox"], bare["inbox"]),
        "learning cities": lambda: _rate(own["bench_registry"]["outbox"], own["bench_listener"]["inbox"]),
    }


def _rate(outbox: Any, inbox: Any) -> float:
    rows = facts.outbox_rows(EVENTS)
    before = inbox.estimated_document_count()
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda row: _commit(outbox, row), rows))
    drain.until(lambda: inbox.estimated_document_count() >= before + EVENTS)
    return EVENTS / (time.perf_counter() - began)


def _commit(outbox: Any, row: dict[str, Any]) -> None:
    with outbox.database.client.start_session() as session, session.start_transaction():
        outbox.insert_one(row, session=session)
