"""A store without room on its disk dies rather than acknowledge; when there is room it is back by itself."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from services.chassis.local.folder import DataFolder
from services.chassis.testing import ServiceUnderTest
from tests.reliability.conftest import until
from tests.reliability.world.store import Store, kept, posted
from tests.service.chassis import toy

pytestmark = pytest.mark.long

DISK_MEGABYTES = 420
BALLAST_BYTES = 12_000_000
MOST_NOTES = 50


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own, in memory; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "disk", folder], check=True)
    yield folder
    subprocess.run(["/usr/bin/umount", folder], check=True)


@pytest.fixture
def store(disk: Path, tmp_path: Path) -> Iterator[Store]:
    """A store on that disk; its log is elsewhere."""
    folder = DataFolder(tmp_path / "store")
    folder.prepare("test", "1.0.0")
    (folder.path / "mongo").symlink_to(disk)
    made = Store(folder)
    yield made
    made.stop()


def fill(disk: Path) -> None:
    """Take all the room that is left, a block at a time: the store takes some too meanwhile."""
    with (disk / "filler").open("ab", buffering=0) as out, suppress(OSError):
        while True:
            out.write(bytes(4096))


def use_up(store: Store, disk: Path) -> None:
    """Fill the disk, and some of the room that the store has put by for itself."""
    fill(disk)
    with MongoClient(store.url, serverSelectionTimeoutMS=1000, socketTimeoutMS=3000) as client:
        with suppress(PyMongoError):
            client.elsewhere.ballast.insert_one({"bytes": os.urandom(BALLAST_BYTES)})
        with suppress(PyMongoError):  # what it does once a minute: data go from its journal to their own files
            client.admin.command("fsync")


def test_a_store_without_room_keeps_what_it_acknowledged_and_goes_on_when_there_is_room(
    store: Store, disk: Path, service_under_test: Callable[..., ServiceUnderTest]
) -> None:
    notes = service_under_test(toy.service, mongo_url=store.url)
    answers: dict[str, int] = {}
    while 503 not in answers.values() and len(answers) < MOST_NOTES:
        use_up(store, disk)
        title = f"note {len(answers):03}"
        answers[title] = posted(notes, title)
    assert list(answers.values()).count(503) == 1
    (disk / "filler").unlink()
    with suppress(ProcessLookupError):
        os.kill(store.pid, signal.SIGKILL)
    until(lambda: posted(notes, "room") == 201, "a write when there is room")
    assert {title for title, status in answers.items() if status == 201} <= set(kept(notes))
    assert all(posted(notes, title) == 201 for title in answers)
    assert kept(notes) == [*answers, "room"] and len(notes.outbox()) == len(answers) + 1
