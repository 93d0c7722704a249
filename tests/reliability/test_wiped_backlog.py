"""The broker loses five thousand events that wait in it: all have their effect within a minute all the same."""

from __future__ import annotations

import time

import pytest

from services.chassis.jobs import JobContext
from services.chassis.store import UnitOfWork, feed
from tests.journeys.running import until
from tests.reliability.conftest import Pair
from tests.reliability.test_event_flow import wipe
from tests.service.chassis import toy

pytestmark = pytest.mark.long

WAITING = 5000
AT_ONCE = 250
WITHIN_SECONDS = 60


def write_many(pair: Pair, count: int) -> None:
    """Write notes past the web edge, many in a commit."""
    context = JobContext("notes", pair.writer.database, pair.writer.settings, pair.writer.clock)

    def work(uow: UnitOfWork) -> None:
        for _note in range(AT_ONCE):
            uow.publish(toy.NoteWritten, uow.add("notes", {"title": "waiting", "stars": 0}))

    for _commit in range(count // AT_ONCE):
        context.record(work)


def test_five_thousand_events_that_the_broker_lost_arrive_within_a_minute(pair: Pair) -> None:
    listener = pair.start("listener")
    pair.start("notes")
    pair.write(1)
    until(pair.converged, "the first effect, by a queue that is there")
    pair.stop(listener)
    write_many(pair, WAITING)
    until(lambda: not feed.pending(pair.writer.database, pair.writer.clock.now())["pending"], "all in the broker")
    wipe(pair)
    began = time.monotonic()
    pair.start("listener")
    until(pair.converged, f"{WAITING} effects", seconds=WITHIN_SECONDS)
    print(f"{WAITING} lost events had their effect after {time.monotonic() - began:.1f} s")
