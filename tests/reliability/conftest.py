"""Two small services joined by a real broker and a real feed: one writes notes, the other counts what it hears."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uuid_utils
from werkzeug.serving import make_server

from services.chassis.clock import WallClock
from services.chassis.local.keys import make_keys
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, feed
from services.chassis.testing import ServiceUnderTest
from services.chassis.worker import Worker
from tests.service.chassis import toy

PATIENCE_SECONDS = 40
RABBITMQ = pytest.param("rabbitmq", marks=[pytest.mark.needing_rabbitmq, pytest.mark.long])
long_on_rabbitmq = pytest.mark.parametrize("broker_url", ["valkey", RABBITMQ], indirect=True)
"""What goes the same way on both brokers and takes long: the second time is left to `make prove`."""


def until(met: Callable[[], Any], what: str) -> None:
    """Wait until `met()` is true; fails with `what` was waited for."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not met():
        if time.monotonic() > end:
            raise AssertionError(f"waited {PATIENCE_SECONDS} s in vain: {what}")
        threading.Event().wait(0.05)


class Pair:
    """The writer, with its web edge on a port, and the listener; workers are started and stopped by the test."""

    def __init__(self, writer: ServiceUnderTest, listener: ServiceUnderTest, broker_url: str) -> None:
        self.writer, self.listener = writer, listener
        self._server = make_server("127.0.0.1", 0, writer.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        urls = {"notes": f"http://127.0.0.1:{self._server.server_port}"}
        self.settings = {
            "notes": replace(writer.settings, broker_url=broker_url, service_urls=urls),
            "listener": replace(listener.settings, broker_url=broker_url, service_urls=urls),
        }
        self._running: list[tuple[Worker, threading.Thread]] = []

    def start(self, name: str) -> Worker:
        """Start the worker of one of the two."""
        service = (self.writer if name == "notes" else self.listener).service
        worker = service.create_worker(self.settings[name], WallClock())
        thread = threading.Thread(target=worker.run, daemon=True)
        thread.start()
        self._running.append((worker, thread))
        return worker

    def stop(self, worker: Worker) -> None:
        """Stop a worker as SIGTERM does."""
        worker.halt()
        for running, thread in self._running:
            if running is worker:
                thread.join(15)
                assert not thread.is_alive() and not worker.failed

    def write(self, count: int, prefix: str = "note") -> None:
        """Write notes through the web edge."""
        staff = self.writer.client("notes:write")
        for number in range(count):
            staff.post("/notes", {"title": f"{prefix} {number}"}, status=201)

    def effects(self) -> list[str]:
        """The ids of the events whose effect the listener has, with repetitions if there are any."""
        return sorted(row["event"] for row in self.listener.database.rows("effects").find())

    def said(self) -> list[str]:
        """The ids of the events that the writer has said."""
        return sorted(row["_id"] for row in self.writer.outbox())

    def converged(self) -> bool:
        """Whether every event had its effect exactly once."""
        return self.effects() == self.said()

    def close(self) -> None:
        """Stop whatever still runs."""
        for worker, _thread in self._running:
            worker.halt()
        for _worker, thread in self._running:
            thread.join(15)
        self._server.shutdown()


def waiting(pair: Pair) -> float:
    """How many events the broker has yet to take."""
    return feed.pending(pair.writer.database, pair.writer.clock.now())["pending"]


LISTENER = Service(
    name="listener",
    collections=[Collection("copies", scope=INTERNAL), Collection("effects", scope=INTERNAL)],
    reactions=[toy.reactions],
)


@pytest.fixture
def pair(service_under_test: Callable[..., ServiceUnderTest], broker_url: str, tmp_path: Path) -> Iterator[Pair]:
    """The two services on one broker; it runs once on each kind of broker."""
    keys = tmp_path / "keys"
    make_keys(keys, ["gateway", "notes", "listener"])
    prefix = f"pair_{uuid_utils.uuid7().hex[-12:]}"
    options = {"mongo_prefix": prefix, "passport_keys": keys / "public.json"}
    writer = service_under_test(
        toy.service, **options, signing_key=keys / "notes.json", issuer_key=keys / "gateway.json"
    )
    listener = service_under_test(
        LISTENER, **options, signing_key=keys / "listener.json", issuer_key=keys / "gateway.json"
    )
    made = Pair(writer, listener, broker_url)
    yield made
    made.close()
