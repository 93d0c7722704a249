"""Publishing with confirms: the relay's batches of 500 events, beside waiting for each event's confirm alone.

The relay puts up to fifty events into a message; the bare batches, and those sent one by one, have a message each.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.ground import facts
from bench.ground.reference import Confirmed, channel_of
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import servers
from services.chassis.events import envelope
from services.chassis.events.bus import Publisher
from services.chassis.events.bus.topology import connect, queue_of
from services.chassis.events.contract import address_of
from services.chassis.events.relay import BATCH

EVENTS, ONE_BY_ONE = 4 * BATCH, 200
KEY = address_of("registry")


def run() -> None:
    """Three rounds in turn, each into a quorum queue of its own."""
    rows = [{**row, "sequence": number} for number, row in enumerate(facts.outbox_rows(BATCH), 1)]
    bodies = [envelope.encode(row, "registry", "bench") for row in rows]
    messages = [(KEY, body) for body in envelope.messages(rows, "registry", "bench")]
    with servers() as ground:
        ground.start_rabbitmq()
        with connect(ground.broker_url) as connection:
            queue_of("bench", ["registry"], ground.broker_url)(connection).declare()
        publisher = Publisher(ground.broker_url)
        raw = Confirmed(channel_of(ground.broker_url))
        values = in_turn({
            "confirm each": lambda: _rate(ONE_BY_ONE, 1, lambda: raw.publish(bodies[:1])),
            "learning cities": lambda: _rate(EVENTS, BATCH, lambda: publisher.publish(messages)),
            "bare batches": lambda: _rate(EVENTS, BATCH, lambda: raw.publish(bodies)),
        })  # fmt: skip
    goal = Goal("to confirm each", ratio(values, "learning cities", "confirm each"), 10)
    keep("publisher", "events/s", values, "confirm each", [goal])


def _rate(events: int, batch: int, publish: Callable[[], Any]) -> float:
    began = time.perf_counter()
    for _batch in range(events // batch):
        publish()
    return events / (time.perf_counter() - began)
