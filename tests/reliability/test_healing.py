"""Events go on arriving by the feeds while the broker is away, and whatever becomes of other sources."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
import uuid_utils

from services.chassis.clock import WallClock
from services.chassis.events import relay
from services.chassis.local.broker import broker_url as valkey_at
from services.chassis.local.ports import assign
from services.chassis.testing import ServiceUnderTest
from tests.reliability.conftest import Pair, until
from tests.reliability.world import listener


@pytest.fixture
def broker_url() -> str:
    """The address of a broker that does not run."""
    return valkey_at(assign(["nobody"], {})["nobody"])


def test_a_backlog_is_numbered_and_arrives_while_the_broker_is_away(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH", 2)
    pair.write(60)
    pair.start("notes")
    pair.start("listener")
    until(pair.converged, "sixty effects by the feed alone")


@pytest.fixture
def dripping_source() -> Iterator[str]:
    """The address of a service that begins to answer and never ends: a byte each second."""
    over = threading.Event()
    door = socket.create_server(("127.0.0.1", 0))

    def drip(caller: socket.socket) -> None:
        with caller, suppress(OSError):
            while not over.wait(1.0):
                caller.sendall(b"H")

    def answer() -> None:
        with suppress(OSError):
            while not over.is_set():
                threading.Thread(target=drip, args=(door.accept()[0],), daemon=True).start()

    threading.Thread(target=answer, daemon=True).start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    over.set()
    door.close()


def test_a_source_that_never_ends_its_answer_holds_up_no_other(
    pair: Pair, dripping_source: str, service_under_test: Callable[..., ServiceUnderTest]
) -> None:
    both = service_under_test(listener.service, mongo_prefix=f"both_{uuid_utils.uuid7().hex[-12:]}")
    urls = {**pair.settings["listener"].service_urls, "clerk": dripping_source}
    settings = replace(pair.settings["listener"], mongo_prefix=both.settings.mongo_prefix, service_urls=urls)
    pair.start("notes")
    worker = listener.service.create_worker(settings, WallClock())
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    pair.write(3)
    effects = both.database.rows("effects")
    until(lambda: sorted(row["event"] for row in effects.find()) == pair.said(), "three effects of notes")
    worker.halt()
