"""Every kind of process killed in turn while work goes on, and the broker's data thrown away: nothing lost or doubled.

The checker reads only the services' own lists and what the receiver of webhooks got; it knows nothing of how.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import requests

from services.chassis.local.broker import answers_ping
from services.chassis.local.folder import DataFolder
from tests.journeys.running import ApiClient, Platform, Receiver, until

pytestmark = pytest.mark.long

REGISTERED = "eu.learning-cities.registry.organisation.registered.v1"
KILLED = (
    "fork-server",
    "registry-web",
    "registry-worker",
    "notifications-worker",
    "website-worker",
    "gateway",
    "broker",
    "mongod",
)


class Writer(threading.Thread):
    """A city system that registers organisations without pause, and repeats with the same key what got no answer."""

    def __init__(self, client: ApiClient) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._over = threading.Event()
        self.made: list[str] = []
        self.failure: str | None = None

    def run(self) -> None:
        """Register until told to finish."""
        number = 0
        while not self._over.is_set() and self.failure is None:
            number += 1
            self._register(number)

    def _register(self, number: int) -> None:
        body = {"name": f"Organisation {number}", "kind": "ngo", "country": "IT"}
        for _attempt in range(300):
            try:
                answer = self._client.session.post(
                    f"{self._client.address}/api/v1/registry/organisations", json=body, timeout=10,
                    headers={"Idempotency-Key": f"organisation-{number}"},
                )  # fmt: skip
            except requests.RequestException:
                answer = None
            if answer is not None and answer.status_code == 201:
                self.made.append(answer.json()["id"])
                return
            if answer is not None and answer.status_code not in (429, 502, 503, 504):
                self.failure = f"{answer.status_code} {answer.text[:500]}"
                return
            threading.Event().wait(0.2)
        self.failure = f"organisation {number} got no answer"

    def finish(self) -> list[str]:
        """Finish the registration in hand; the ids of all that were acknowledged."""
        self._over.set()
        self.join(90)
        assert self.failure is None, self.failure
        return self.made


@pytest.fixture
def shaken(tmp_path: Path) -> Iterator[Platform]:
    """A platform of its own; on RabbitMQ test_failpoints.py and `make soak` show the same."""
    running = Platform(tmp_path / "data", "--demo")
    running.start()
    yield running
    assert running.stop() == 0


def test_nothing_is_lost_or_doubled_when_processes_are_killed(shaken: Platform, receiver: Receiver) -> None:
    client = shaken.client("registry:read", "registry:write", "notifications:read", "notifications:write")
    client.post("notifications/webhooks", {"url": receiver.url, "types": [REGISTERED]})
    writer = Writer(client)
    writer.start()
    for name in KILLED:
        kill(shaken, name)
        progress = len(writer.made)
        until(
            lambda progress=progress: len(writer.made) > progress + 20 or writer.failure, f"work to go on after {name}"
        )
    made = writer.finish()
    throw_away_what_the_broker_holds(shaken)
    made.append(client.post("registry/organisations", {"name": "The last", "kind": "ngo", "country": "IT"})["id"])
    nothing_is_lost_or_doubled(shaken, client, receiver, made)


def kill(platform: Platform, name: str) -> None:
    """SIGKILL one process and wait until another one has taken its place."""
    before = platform.pid(name)
    os.kill(before, signal.SIGKILL)
    until(lambda: platform.pid(name) not in (0, before), f"a new {name}")


def throw_away_what_the_broker_holds(platform: Platform) -> None:
    """Kill the embedded broker and delete its data."""
    before = platform.pid("broker")
    os.kill(before, signal.SIGKILL)
    shutil.rmtree(platform.folder / "broker", ignore_errors=True)
    port = DataFolder(platform.folder).ports()["broker"]
    until(lambda: platform.pid("broker") not in (0, before) and answers_ping(port), "a new broker")


def nothing_is_lost_or_doubled(platform: Platform, client: ApiClient, receiver: Receiver, made: list[str]) -> None:
    assert len(set(made)) == len(made)
    listed = {
        one["id"] for one in everything(client, "registry/organisations") if one["name"].startswith(("Org", "The l"))
    }
    assert listed == set(made)
    until(lambda: told(receiver) >= set(made), "a webhook for every organisation")
    assert told(receiver) - {one["id"] for one in everything(client, "registry/organisations")} == set()
    per_event = Counter(headers["webhook-id"] for headers, _body in receiver.events(REGISTERED))
    subjects = Counter(subject(body) for body in {body for _headers, body in receiver.events(REGISTERED)})
    assert max(subjects.values()) == 1, "one event for each organisation"
    assert len(per_event) == len(subjects)
    shown_on_the_site(platform, made)


def everything(client: ApiClient, path: str) -> list[dict]:
    """Every item of a list."""
    items, after = [], None
    while True:
        page = client.get(path, limit=200, **({"after": after} if after else {}))
        items += page["items"]
        after = page["next"]
        if after is None:
            return items


def subject(body: bytes) -> str:
    return str(orjson.loads(body)["subject"])


def told(receiver: Receiver) -> set[str]:
    """The organisations that the receiver was told of."""
    return {subject(body) for _headers, body in receiver.events(REGISTERED)}


def shown_on_the_site(platform: Platform, made: list[str]) -> None:
    """Each organisation has its public page."""
    for id in (made[0], made[len(made) // 2], made[-1]):
        page = f"{platform.address}/en/partners/{id}"
        until(lambda page=page: requests.get(page, timeout=20).status_code == 200, f"the page {page}")
