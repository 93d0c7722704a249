"""The doorbell of the outbox: it rings at inserts, once and again, also after it has let many go by."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from services.chassis.store.doorbell import Doorbell
from services.chassis.testing import ServiceUnderTest

LONG, SOON = 20.0, 10.0


@pytest.fixture
def bell(notes: ServiceUnderTest) -> Iterator[Doorbell]:
    made, stop = Doorbell(notes.database, "outbox"), threading.Event()
    listener = threading.Thread(target=made.listen, args=(stop,), daemon=True)
    listener.start()
    made.wait(LONG)  # it rings when it begins to listen
    yield made
    stop.set()
    made.ring()


def waited(bell: Doorbell, seconds: float, found: int = 0) -> float:
    began = time.monotonic()
    bell.wait(seconds, found)
    return time.monotonic() - began


def insert(notes: ServiceUnderTest, count: int) -> None:
    notes.database.rows("outbox").insert_many([{"time": notes.clock.now()} for _row in range(count)])


def test_it_rings_at_an_insert_each_time(notes: ServiceUnderTest, bell: Doorbell) -> None:
    for _time in range(3):
        threading.Timer(0.3, insert, (notes, 1)).start()
        assert waited(bell, LONG) < SOON


def test_it_is_silent_while_nothing_happens(notes: ServiceUnderTest, bell: Doorbell) -> None:
    assert waited(bell, 1.0) >= 1.0
    notes.database.rows("outbox").update_many({}, {"$set": {"changed": True}})
    assert waited(bell, 1.0) >= 1.0


def test_after_many_it_begins_at_the_end_and_rings_again(notes: ServiceUnderTest, bell: Doorbell) -> None:
    insert(notes, 3000)
    assert waited(bell, LONG) < SOON
    assert waited(bell, LONG, found=3000) < SOON  # it rings when it begins anew
    assert waited(bell, 1.0) >= 1.0  # not for each of the others
    threading.Timer(0.3, insert, (notes, 1)).start()
    assert waited(bell, LONG) < SOON
