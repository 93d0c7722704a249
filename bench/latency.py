"""From commit to effect, unloaded: one event at a time, beside the bare pipeline woken by a change stream."""

from __future__ import annotations

import time
from statistics import quantiles
from typing import Any

from bench import drain
from bench.ground import facts, reference
from bench.ground.results import Goal, Values, keep, ratio
from bench.ground.servers import servers

EVENTS, ROUNDS = 40, 3


def run() -> None:
    """Rounds of 40 events in turn."""
    with servers() as ground:
        ground.start_rabbitmq()
        drain.bare_pipeline(ground, 50)()
        drain.platform(ground, 50)()
        bare, own = ground.client[reference.DATABASE], ground.client
        ends = {
            "bare reference": (bare["outbox"], bare["partners"]),
            "learning cities": (own["bench_registry"]["outbox"], own["bench_listener"]["partners"]),
        }
        waits: dict[str, list[list[float]]] = {name: [] for name in ends}
        for _round in range(ROUNDS):
            for name, (outbox, partners) in ends.items():
                waits[name].append([_wait(outbox, partners) for _event in range(EVENTS)])
    for share, bar in ((50, 1.5), (99, 2.0)):
        values: Values = {name: [quantiles(one, n=100)[share - 1] for one in rounds] for name, rounds in waits.items()}
        goal = Goal(f"p{share}", ratio(values, "learning cities", "bare reference"), bar, ceiling=True)
        keep(f"latency_p{share}", "ms", values, "bare reference", [goal])


def _wait(outbox: Any, partners: Any) -> float:
    """Milliseconds from the commit of one event until its projection is durable."""
    [row] = facts.outbox_rows(1)
    with outbox.database.client.start_session() as session, session.start_transaction():
        outbox.insert_one(row, session=session)
    began = time.perf_counter()
    while partners.find_one({"_id": row["subject"]}, {"_id": 1}) is None:
        if time.perf_counter() - began > 30:
            raise TimeoutError("no effect within 30 s")
        time.sleep(0.0005)
    waited = 1000 * (time.perf_counter() - began)
    time.sleep(0.02)
    return waited
