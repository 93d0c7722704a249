"""Taking events in: 500 marks and projections in one transaction, beside one transaction for each event.

No broker: the intake of a service is called with what would have arrived.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.ground import facts, reference
from bench.ground.listener import service as listener
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import servers
from services.chassis.clock import WallClock
from services.chassis.events import envelope
from services.chassis.events.intake import MOST_AT_ONCE, Intake

EVENTS, ONE_BY_ONE = 6 * MOST_AT_ONCE, 200


def run() -> None:
    """Three rounds in turn; decoding is part of it."""
    with servers() as ground:
        settings = ground.settings("listener")
        database = listener.database(settings)
        database.prepare()
        intake = Intake("listener", database, settings, listener.subscriptions(), WallClock())
        intake.begin_epoch("registry", "bench")
        bare = reference.open_database(ground.mongo_url)
        said = _Said()

        def take(bodies: list[bytes]) -> None:
            intake.take([event for body in bodies for event in envelope.decode_message(body)[0]])

        contenders = {
            "one each": lambda: _rate(said.next(ONE_BY_ONE), 1, take),
            "learning cities": lambda: _rate(said.next(EVENTS), MOST_AT_ONCE, take),
            "bare reference": lambda: _rate(said.rows(EVENTS), MOST_AT_ONCE, lambda rows: reference.apply(bare, rows)),
        }
        for contender in contenders.values():
            contender()  # once for the warmth
        values = in_turn(contenders)
    goal = Goal("to one each", ratio(values, "learning cities", "one each"), 30)
    keep("inbox", "events/s", values, "one each", [goal])


class _Said:
    """An endless feed."""

    def __init__(self) -> None:
        self._number = 0

    def next(self, count: int) -> list[bytes]:
        """The next events as they travel."""
        rows = facts.outbox_rows(count)
        for row in rows:
            self._number += 1
            row["sequence"] = self._number
        return [envelope.encode(row, "registry", "bench") for row in rows]

    @staticmethod
    def rows(count: int) -> list[dict[str, Any]]:
        """Events as the bare pipeline has them."""
        return facts.outbox_rows(count)


def _rate(events: list[Any], batch: int, take: Callable[[list[Any]], None]) -> float:
    began = time.perf_counter()
    for start in range(0, len(events), batch):
        take(events[start : start + batch])
    return len(events) / (time.perf_counter() - began)
