"""Real processes die at every step of request, relay, sealer, consumer and job, on each broker: nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
import requests
import uuid_utils
from joserfc.jwk import OKPKey
from pymongo import MongoClient

from services.chassis import failpoints
from services.chassis.actor import ALL, Actor
from services.chassis.http.passport import HEADER, sign_passport
from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import make_keys
from services.chassis.local.ports import LOOPBACK, answers, assign
from services.chassis.local.process import Process
from services.chassis.local.supervisor import Supervisor
from services.chassis.testing import ServiceUnderTest
from tests.journeys.running import until
from tests.reliability.checker import Broken, check
from tests.reliability.conftest import long_on_rabbitmq
from tests.reliability.facts import Facts, Layout
from tests.reliability.signed import checkpoints_in
from tests.reliability.world import archive, clerk, listener, notes

COMMIT = ("commit.documents-written", "commit.outbox-written", "commit.about-to", "commit.done")
DEATHS = {
    "notes-web": COMMIT,
    "notes-worker": (
        "relay.numbered", "relay.about-to-publish", "relay.sent", "relay.block-noted", "relay.settled",
        "sealer.seals-written",
    ),
    "clerk-web": (),
    "clerk-worker": ("relay.confirmed", "relay.marked", "job.leased", "job.worked", "sealer.sealed",
                     "sealer.checkpoint-written", *COMMIT),
    "listener-worker": COMMIT,
    "archive-worker": (
        "consumer.delivered", "consumer.reacted", "consumer.noted", "consumer.committed", "consumer.acknowledged",
    ),
}  # fmt: skip
"""Which process dies where, once each; a commit is killed in a request, in a job and in a reaction."""
SERVICES = {"notes": notes, "clerk": clerk, "listener": listener, "archive": archive}
PRELOADED = ("gunicorn.app.wsgiapp", "deploy.keepalive", "services.chassis.worker",
             *(module.__name__ for module in SERVICES.values()))  # fmt: skip
ORDERS = 60
PATIENCE_SECONDS = 120


class World:
    """The processes of the small world under a supervisor, each told where to die, and a client that repeats itself."""

    def __init__(self, folder: DataFolder, mongo_url: str, broker_url: str) -> None:
        self.folder, self.mongo_url, self.broker_url = folder, mongo_url, broker_url
        self.prefix = f"world_{uuid_utils.uuid7().hex[-12:]}"
        self.ports = assign(list(DEATHS), {})
        make_keys(folder.keys, ["gateway", *SERVICES])
        self._supervisor = Supervisor(folder)
        self._watching = threading.Thread(target=self._supervisor.watch)
        key = OKPKey.import_key(orjson.loads((folder.keys / "gateway.json").read_bytes()))
        writer = Actor(id="client", kind="client", cities=ALL, scopes=frozenset({"notes:write"}))
        self._headers = {HEADER: sign_passport(key, writer, ["notes"], 600)}
        self._over = threading.Event()

    def start(self) -> None:
        """Start all processes, forked as on every machine, and keep them running."""
        self._supervisor.preload(PRELOADED, {"PYTHONUNBUFFERED": "1"})
        self._supervisor.start([self._process(name) for name in DEATHS])
        self._watching.start()

    def _process(self, name: str) -> Process:
        service, _, kind = name.partition("-")
        module = SERVICES[service].__name__
        web = ("-m", "gunicorn", "-c", "python:deploy.gunicorn", f"{module}:create_app()")
        worker = ("-m", "services.chassis.worker", module)
        command = (sys.executable, *(web if kind == "web" else worker))
        return Process(name, command, self._environment(name), lambda: answers(self.ports[name]))

    def _environment(self, name: str) -> dict[str, str]:
        self.marks(name).mkdir(parents=True)
        address = f"{LOOPBACK}:{self.ports[name]}"
        feeds = ",".join(f"{one}=http://{LOOPBACK}:{self.ports[f'{one}-web']}" for one in ("notes", "clerk"))
        return {
            **({"BIND": address} if name.endswith("web") else {"METRICS_PORT": str(self.ports[name])}),
            "MONGO_URL": self.mongo_url, "MONGO_PREFIX": self.prefix, "BROKER_URL": self.broker_url,
            "SERVICE_URLS": feeds, "PASSPORT_KEYS": str(self.folder.keys / "public.json"),
            "SIGNING_KEY": str(self.folder.keys / f"{name.partition('-')[0]}.json"),
            "AUDIT_CHECKPOINTS": str(self.folder.path / "checkpoints"), "AUDIT_CHECKPOINT_SECONDS": "1",
            "FAILPOINT": ",".join(DEATHS[name]), "FAILPOINT_MARKS": str(self.marks(name)),
        }  # fmt: skip

    def marks(self, name: str) -> Path:
        """Where the process `name` leaves a mark for each of its deaths."""
        return self.folder.path / "marks" / name

    def alive_at(self) -> dict[str, set[str]]:
        """The points at which each process has still to die."""
        marks = {name: {mark.name for mark in self.marks(name).iterdir()} for name in DEATHS}
        return {name: left for name, points in DEATHS.items() if (left := set(points) - marks[name])}

    def write_until(self, over: Callable[[], bool]) -> dict[str, str]:
        """Write notes with keys from four clients until `over()`; the place of each that was acknowledged."""
        made: dict[str, str] = {}

        def writing(client: int) -> None:
            number = 0
            while not self._over.wait(0.15):
                number += 1
                made[self._write(f"{client}-{number}")] = "notes.notes"

        with ThreadPoolExecutor(4) as clients:
            writers = [clients.submit(writing, client) for client in range(4)]
            try:
                until(lambda: over() or any(one.done() for one in writers), "every death", seconds=PATIENCE_SECONDS)
            except AssertionError as error:
                raise AssertionError(f"still to die: {self.alive_at()}") from error
            finally:
                self._over.set()
        for one in writers:
            one.result()
        return made

    def _write(self, title: str) -> str:
        """Write one note, repeating with the same key until it is acknowledged."""
        for _attempt in range(200):
            try:
                answer = requests.post(
                    f"http://{LOOPBACK}:{self.ports['notes-web']}/api/v1/notes/notes", json={"title": title},
                    headers={**self._headers, "Idempotency-Key": title}, timeout=15,
                )  # fmt: skip
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code == 201:
                return str(answer.json()["id"])
            assert answer is None or answer.status_code == 503, answer.text
            threading.Event().wait(0.2)
        raise AssertionError(f"{title} was never acknowledged")

    def stop(self) -> None:
        """Stop everything and throw the databases away."""
        self._over.set()
        self._supervisor.ask_to_stop()
        if self._watching.is_alive():
            self._watching.join(20)
        self._supervisor.stop()
        with MongoClient(self.mongo_url) as client:
            for service in SERVICES:
                client.drop_database(f"{self.prefix}_{service}")


@pytest.fixture
def world(tmp_path: Path, mongo_url: str, broker_url: str) -> Iterator[World]:
    folder = DataFolder(tmp_path / "world")
    folder.prepare("world", "1.0.0")
    made = World(folder, mongo_url, broker_url)
    yield made
    made.stop()


def test_every_point_is_a_death_of_some_process() -> None:
    assert {point for points in DEATHS.values() for point in points} == failpoints.POINTS


@long_on_rabbitmq
def test_death_at_every_step_loses_and_doubles_nothing(
    world: World, service_under_test: Callable[..., ServiceUnderTest]
) -> None:
    clerks = service_under_test(clerk.service, mongo_prefix=world.prefix)
    clerks.database.rows("orders").insert_many([{"_id": f"order {number:03}"} for number in range(ORDERS)])
    world.start()
    made = world.write_until(lambda: not world.alive_at())
    until(lambda: not clerks.database.rows("orders").find_one(), "the last order", seconds=PATIENCE_SECONDS)
    settled(world, made)
    stamped = sorted(letter["order"] for letter in clerks.database.rows("letters").find())
    assert stamped == [f"order {number:03}" for number in range(ORDERS)]


def settled(world: World, made: dict[str, str]) -> None:
    """Wait until the checker finds nothing wrong; its last complaint where it goes on finding something."""
    heard = frozenset({"eu.learning-cities.notes.note.written.v1", clerk.LetterStamped.type})
    note = frozenset({"eu.learning-cities.notes.note.written.v1"})
    layout = Layout(
        subscriptions={"notes": note, "listener": heard, "archive": heard},
        effects={"notes": "effects", "listener": "effects", "archive": "effects"},
        projections={(name, "copies"): note for name in ("notes", "listener", "archive")},
        acknowledged=made,
        **checkpoints_in(world.folder),
    )
    complaints: list[str] = []

    def is_right() -> bool:
        try:
            check(Facts(world.mongo_url, world.prefix, layout))
        except Broken as broken:
            complaints.append(str(broken))
            return False
        return True

    try:
        until(is_right, "the end of all work", seconds=PATIENCE_SECONDS)
    except AssertionError as error:
        raise AssertionError(complaints[-1]) from error


def test_a_process_with_an_unknown_failpoint_does_not_start() -> None:
    started = subprocess.run(
        [sys.executable, "-m", "services.chassis.worker", "tests.reliability.world.clerk"],
        env={"PATH": "", "FAILPOINT": "commit.nowhere"}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert started.returncode != 0
    assert "UnknownFailpoint: FAILPOINT: commit.nowhere. There are: commit.about-to, " in started.stderr
