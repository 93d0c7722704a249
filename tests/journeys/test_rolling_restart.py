"""A rolling restart under load: every process is a new one afterwards, and nobody's request failed (fault 24)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import uuid_utils

from tests.journeys.running import ApiClient, Platform, until

pytestmark = pytest.mark.long

STANDING = {"mongod", "broker"}
CLIENTS = 4
PAUSE_SECONDS = 0.03
"""Between two requests of a client: they are to meet every replacement, not to hold it up."""


class Load:
    """Clients that keep their connections, and some that open a new one each time; each answer is judged."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._over = threading.Event()
        self.answered: Counter[str] = Counter()
        self.failed: list[str] = []
        self.slowest = 0.0
        self._threads = [threading.Thread(target=self._go_on, args=(number % 2 == 0,)) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _go_on(self, keeps_connection: bool) -> None:
        session = requests.Session()
        session.headers.update(self._client.session.headers)
        if not keeps_connection:
            session.headers["Connection"] = "close"
        while not self._over.is_set():
            for ask, path, status in (
                (session.get, "/api/v1/registry/organisations?limit=5", 200),
                (self._register(session), "/api/v1/registry/organisations", 201),
                (session.get, "/api/v1/workshops/gatherings?limit=5", 200),
                (session.get, "/en", 200),
            ):
                self._note(ask, path, status)
                self._over.wait(PAUSE_SECONDS)

    @staticmethod
    def _register(session: requests.Session) -> Callable[..., requests.Response]:
        key = str(uuid_utils.uuid7())
        body = {"name": f"Organisation {key}", "kind": "ngo", "country": "IT"}
        return lambda url, timeout: session.post(url, json=body, timeout=timeout, headers={"Idempotency-Key": key})

    def _note(self, ask: Callable[..., requests.Response], path: str, status: int) -> None:
        began = time.monotonic()
        try:
            answer = ask(self._client.address + path, timeout=30)
        except requests.RequestException as error:
            self.failed.append(f"{path}: {error}")
            return
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.answered[path] += 1
        if answer.status_code != status:
            self.failed.append(f"{path}: {answer.status_code} {answer.text[:200]}")

    def stop(self) -> None:
        """Finish what is in hand."""
        self._over.set()
        for thread in self._threads:
            thread.join()


def test_no_request_fails_while_every_process_is_replaced(tmp_path: Path) -> None:
    platform = Platform(
        tmp_path / "data", "--demo", GATEWAY_LIMIT_CLIENT="100000/minute", GATEWAY_LIMIT_ADDRESS="100000/minute"
    )
    platform.start()
    load = Load(platform.client("registry:read", "registry:write", "workshops:read"))
    until(lambda: len(load.answered) == 4, "the load to flow")
    before = {name: platform.pid(name) for name in platform.names()}
    said = platform.command("restart", seconds=180)
    after = {name: platform.pid(name) for name in platform.names()}
    counted = sum(load.answered.values())
    until(lambda: sum(load.answered.values()) > counted + 40, "the load to go on")
    load.stop()
    assert load.failed == []
    assert load.slowest < 10
    assert {name for name in before if before[name] == after.get(name)} == STANDING & {*before}
    assert before.keys() == after.keys()
    assert f"{len({*before} - STANDING)} processes were replaced" in said
    assert (platform.stop(), platform.processes()) == (0, [])
