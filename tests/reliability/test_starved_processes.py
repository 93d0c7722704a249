"""A web process without descriptors, memory, or a disk for its log: refuses what it cannot do, and recovers alone."""

from __future__ import annotations

import errno
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.local.ports import LOOPBACK
from services.chassis.service import Service
from services.chassis.store import Reader
from services.chassis.testing import ServiceUnderTest
from tests.reliability.conftest import until
from tests.reliability.world.web import WebProcess
from tests.service.chassis import toy

Start = Callable[..., WebProcess]


@pytest.fixture
def started_with(tmp_path: Path, mongo_url: str) -> Iterator[Start]:
    """Starts a web process by a line of shell."""
    made: list[WebProcess] = []

    def start(shell: str, **environment: str) -> WebProcess:
        made.append(WebProcess(tmp_path / "web", mongo_url, shell, environment))
        made[-1].start()
        made[-1].database().prepare()
        return made[-1]

    yield start
    for one in made:
        one.stop()


def test_a_log_that_cannot_be_written_stops_no_request(started_with: Start) -> None:
    web = started_with('exec "$@" 2> /dev/full')
    assert [web.post(f"note {number}").status_code for number in range(3)] == [201, 201, 201]
    assert web.get("/nowhere").status_code == 404


def test_more_connections_than_descriptors_are_survived(started_with: Start) -> None:
    web = started_with('ulimit -n 96; exec "$@"')
    assert web.post("before").status_code == 201
    with ExitStack() as open_connections:
        for _number in range(150):
            open_connections.enter_context(socket.create_connection((LOOPBACK, web.port), timeout=5))
        with suppress(requests.RequestException):  # it may wait in the queue of the socket
            assert web.post("meanwhile", seconds=5).status_code in (201, 503)
    until(lambda: answered(web, "after") == 201, "an answer after the flood")
    assert "Traceback" not in web.said()


def test_a_process_without_room_for_more_threads_answers_with_those_it_has(started_with: Start) -> None:
    web = started_with('exec "$@"')
    assert web.post("before").status_code == 201
    worker = web.worker
    all_it_has = int(Path(f"/proc/{worker}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(worker, resource.RLIMIT_AS, (all_it_has, all_it_has))
    with ThreadPoolExecutor(8) as callers:
        statuses = list(callers.map(lambda number: answered(web, f"note {number}"), range(24)))
    assert set(statuses) <= {201, 503}
    assert answered(web, "after") == 201
    assert web.worker == worker
    assert "Traceback" not in web.said()


SCARCE = """
import resource
from services.chassis.http.requests import _parsed
body = b"[" + b",".join([b"{}"] * 300_000) + b"]"
room = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + 2**21
resource.setrlimit(resource.RLIMIT_AS, (room, room))
try:
    _parsed(body)
except MemoryError:
    print("no memory")
"""


def test_a_body_that_there_is_no_memory_to_read_is_not_called_wrong() -> None:
    done = subprocess.run([sys.executable, "-c", SCARCE], capture_output=True, text=True, check=True)
    assert done.stdout == "no memory\n"


routes = Routes("needs")


@routes.read("/<what>", needs=PUBLIC, shows=toy.NoteShape)
def need_much(_read: Reader, what: str) -> dict[str, Any]:
    """Need what there is none of; the kernel says so in the same two ways."""
    if what == "memory":
        raise MemoryError
    raise OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize("what", ["memory", "descriptors"])
def test_who_lacks_memory_or_descriptors_for_a_request_is_told_to_come_again(
    what: str, service_under_test: Callable[..., ServiceUnderTest]
) -> None:
    hungry = service_under_test(Service("notes", routes=[routes]))
    anybody = hungry.anonymous()
    anybody.get(f"/{what}", status=503)
    assert anybody.last_response is not None and int(anybody.last_response.headers["Retry-After"]) > 0


def answered(web: WebProcess, title: str) -> int:
    """The status of the answer to a note; 0 where there was none."""
    try:
        return web.post(title).status_code
    except requests.RequestException:
        return 0
