"""How the drain's time grows with what waits: 5,000, 50,000 and, with BENCH_LARGE=1, 500,000 events (some minutes).

The relay is stopped while its outbox is filled, so that all waits at once.
"""

from __future__ import annotations

import os
import signal
import time
from math import log10

from bench import drain
from bench.ground import facts
from bench.ground.results import Goal, Values, keep
from bench.ground.servers import Servers, servers

FILLED_AT_ONCE = 2500
PATIENCE_SECONDS = 500.0


def run() -> None:
    """One drain of each size; an exponent of 1 says that ten times the events take ten times as long."""
    sizes = [drain.EVENTS * times for times in (1, 10, 100)[: 3 if os.environ.get("BENCH_LARGE") else 2]]
    with servers() as ground:
        ground.start_rabbitmq()
        drain.platform(ground)()
        seconds: Values = {f"{size:,} events": [_seconds(ground, size)] for size in sizes}
    least, *_between, most = (one for [one] in seconds.values())
    exponent = log10(most / least) / log10(sizes[-1] / sizes[0])
    goal = Goal("exponent of the growth", exponent, 1.1, ceiling=True)
    keep("drain_growth", "seconds", seconds, f"{sizes[0]:,} events", [goal])


def _seconds(ground: Servers, size: int) -> float:
    """Fill the outbox and let the relay go; seconds until each event has had its effect."""
    outbox, inbox = ground.client["bench_registry"]["outbox"], ground.client["bench_listener"]["inbox"]
    relay = ground.supervisor.pid("registry")
    before = inbox.estimated_document_count()
    os.kill(relay, signal.SIGSTOP)
    for _filled in range(0, size, FILLED_AT_ONCE):
        outbox.insert_many(facts.outbox_rows(FILLED_AT_ONCE))
    os.kill(relay, signal.SIGCONT)
    began = time.perf_counter()
    drain.until(lambda: inbox.estimated_document_count() >= before + size, PATIENCE_SECONDS)
    return time.perf_counter() - began
