"""Old and new versions of writer and listener side by side on one log, and back to the old ones: each event once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from services.chassis.clock import WallClock
from services.chassis.service import Service
from services.chassis.worker import Worker
from tests.reliability.conftest import Pair, until
from tests.reliability.world import next_version

pytestmark = pytest.mark.long


@pytest.fixture
def new_workers(pair: Pair) -> Iterator[list[Worker]]:
    """A worker of the new version of each of the two, on the same databases and queues as the old ones."""
    workers = [
        service.create_worker(pair.settings[service.name], WallClock())
        for service in (next_version.notes, next_version.listener)
    ]
    threads = [threading.Thread(target=worker.run, daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    yield workers
    for worker, thread in zip(workers, threads, strict=True):
        worker.halt()
        thread.join(15)


def write(pair: Pair, service: Service, titles: list[str]) -> None:
    """Write notes by the web edge of one version."""
    pair.writer.app, kept = service.create_app(pair.writer.settings, WallClock()), pair.writer.app
    for title in titles:
        pair.writer.client("notes:write").post("/notes", {"title": title}, status=201)
    pair.writer.app.extensions["edge"].database.close()
    pair.writer.app = kept


def test_old_and_new_processes_work_side_by_side_and_the_old_ones_alone_again(
    pair: Pair, new_workers: list[Worker]
) -> None:
    old, new = pair.writer.service, next_version.notes
    pair.start("notes")
    pair.start("listener")
    for number in range(15):
        write(pair, old, [f"old {number}"])
        write(pair, new, [f"new {number}"])
    until(pair.converged, "each event of both versions to be done once, by either")
    for worker in new_workers:
        worker.halt()
    write(pair, old, ["old again"])
    write(pair, new, ["new, heard by old"])
    until(pair.converged, "the old ones to go on alone")
    assert pair.listener.database.rows("inbox").count_documents({"state": {"$ne": "done"}}) == 0
    assert {row["title"] for row in pair.listener.database.rows("copies").find()} >= {"old 3", "new 3", "old again"}
    moods = {row["data"].get("mood") for row in pair.writer.outbox()}
    assert moods == {None, "good"}, "both versions have spoken"
