"""A process whose clock is not the store's does nothing that could be wrong, says so, and goes on when it is right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import make_keys
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor
from services.chassis.store import feed
from services.chassis.testing import ServiceUnderTest
from tests.reliability.conftest import Pair, long_on_rabbitmq, until
from tests.reliability.world import notes as module
from tests.reliability.world.web import WebProcess
from tests.service.chassis import toy

FAKETIME = "/usr/bin/faketime"


class Running:
    """The worker of the notes by a clock that is so far off, under a supervisor."""

    def __init__(self, folder: Path, offset: str, notes: ServiceUnderTest, broker_url: str) -> None:
        self.folder = DataFolder(folder)
        self.folder.prepare("clocks", "1.0.0")
        make_keys(self.folder.keys, ["gateway", "notes"])
        environment = {
            "MONGO_URL": notes.settings.mongo_url, "MONGO_PREFIX": notes.settings.mongo_prefix,
            "BROKER_URL": broker_url, "PASSPORT_KEYS": str(self.folder.keys / "public.json"),
            "SIGNING_KEY": str(self.folder.keys / "notes.json"), "DATA_DIR": str(self.folder.path),
        }  # fmt: skip
        self._supervisor = Supervisor(self.folder)
        command = (FAKETIME, "-f", offset, sys.executable, "-m", "services.chassis.worker", module.__name__)
        self._supervisor.start([Process("notes-worker", command, environment, patience=1)])

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self._supervisor.stop()

    def said(self) -> str:
        """Its log."""
        return (self.folder.logs / "notes-worker.log").read_text(errors="replace")


@pytest.mark.parametrize("offset", ["+1h", "-1h", "+1y"])
def test_a_worker_by_another_clock_waits_and_says_why(
    offset: str, tmp_path: Path, valkey_url: str, service_under_test: Callable[..., ServiceUnderTest]
) -> None:
    notes = service_under_test(toy.service)
    notes.client("notes:write").post("/notes", {"title": "waiting"}, status=201)
    with Running(tmp_path / "worker", offset, notes, valkey_url) as worker:
        until(lambda: "s from the store's. Set both by NTP." in worker.said(), "it to say what is wrong")
    assert not all_published(notes) and "Traceback" not in worker.said()


@long_on_rabbitmq
def test_a_worker_whose_clock_jumps_stops(pair: Pair) -> None:
    worker = pair.start("notes")
    pair.write(1, "before")
    until(lambda: all_published(pair.writer), "the first event")
    with time_machine.travel(datetime.now(UTC) - timedelta(days=365), tick=True):
        until(worker.stop.is_set, "it to see its clock")
    assert worker.failed
    pair.write(1, "after")
    pair.start("notes")
    until(lambda: all_published(pair.writer), "the second event")
    assert [row["sequence"] for row in feed.read(pair.writer.database, 0, 10)] == [1, 2]


def all_published(notes: ServiceUnderTest) -> bool:
    return feed.pending(notes.database, notes.clock.now())["pending"] == 0


def test_a_web_process_by_another_clock_is_not_ready_and_believes_no_passport(tmp_path: Path, mongo_url: str) -> None:
    web = WebProcess(tmp_path / "web", mongo_url, f'exec {FAKETIME} -f +1h "$@"')
    try:
        web.start()
        web.database().prepare()
        ready = web.get("/readyz")
        assert ready.status_code == 503 and "s from the store's. Set both by NTP." in ready.text
        assert web.post("wrong").status_code == 401
        assert web.database().rows("notes").count_documents({}) == 0
    finally:
        web.stop()
