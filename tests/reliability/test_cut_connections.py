"""A connection to the store cut inside a commit, half open, or slow: one effect, bounded waiting, no threads left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import orjson
import pytest
from pymongo.uri_parser import parse_uri

from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.events.relay import Relay
from services.chassis.local.ports import LOOPBACK
from services.chassis.store import Reader, feed
from services.chassis.testing import ServiceUnderTest
from tests.reliability.world.tcp_proxy import TcpProxy
from tests.service.chassis import toy

COMMIT = b"commitTransaction"
ASKED_ONCE = b"singleBatch"
NUMBERING, SETTLING = b"$inc", b"$unset"
ASKED_AGAIN = 8
"""How often a commit is sent at most: four times by us, and each time once more by the driver."""
LONGEST_SECONDS = 30


@pytest.fixture
def proxy(mongo_url: str) -> Iterator[TcpProxy]:
    """A proxy before the store."""
    [(_host, port)] = parse_uri(mongo_url)["nodelist"]
    with TcpProxy(port) as made:
        yield made


@pytest.fixture
def notes(proxy: TcpProxy, service_under_test: Callable[..., ServiceUnderTest]) -> Iterator[ServiceUnderTest]:
    """Notes whose web edge and worker reach the store by way of the proxy."""
    made = service_under_test(toy.service)
    settings = replace(made.settings, mongo_url=f"mongodb://{LOOPBACK}:{proxy.port}/?directConnection=true")
    made.app = made.service.create_app(settings, made.clock)
    made.settings = settings
    yield made
    made.app.extensions["edge"].database.close()


def titles(notes: ServiceUnderTest) -> list[str]:
    return sorted(row["title"] for row in notes.database.rows("notes").find())


@pytest.mark.parametrize("delivered", [True, False], ids=["its answer lost", "never sent"])
def test_a_commit_whose_connection_is_cut_is_asked_again_and_done_once(
    notes: ServiceUnderTest, proxy: TcpProxy, delivered: bool
) -> None:
    cuts = [proxy.cut_at(COMMIT, delivered=delivered) for _time in range(3)]
    notes.client("notes:write").post("/notes", {"title": "once"}, status=201, key="k1")
    assert all(cut.wait(2) for cut in cuts)
    assert titles(notes) == ["once"] and len(notes.outbox()) == 1


def test_a_commit_that_stays_unknown_is_told_as_503_and_repeated_with_its_key(
    notes: ServiceUnderTest, proxy: TcpProxy
) -> None:
    cuts = [proxy.cut_at(COMMIT, delivered=True) for _time in range(ASKED_AGAIN)]
    writer = notes.client("notes:write")
    writer.post("/notes", {"title": "unknown"}, status=503, key="k1")
    assert writer.last_response is not None and int(writer.last_response.headers["Retry-After"]) > 0
    assert all(cut.wait(2) for cut in cuts)
    assert titles(notes) == ["unknown"], "it was committed, only nobody learned of it"
    writer.post("/notes", {"title": "unknown"}, status=201, key="k1")
    assert titles(notes) == ["unknown"] and len(notes.outbox()) == 1


@pytest.mark.parametrize("delivered", [True, False], ids=["its answer lost", "never sent"])
@pytest.mark.parametrize("words", [NUMBERING, SETTLING], ids=["numbering", "settling"])
def test_a_relay_cut_while_it_numbers_gives_each_number_once(
    notes: ServiceUnderTest, proxy: TcpProxy, valkey_url: str, words: bytes, delivered: bool
) -> None:
    writer = notes.client("notes:write")
    for number in range(5):
        writer.post("/notes", {"title": f"note {number}"}, status=201)
    cuts = [proxy.cut_at(words, delivered=delivered) for _time in range(2)]
    relay = Relay("notes", notes.service.database(notes.settings), valkey_url, WallClock())
    stop = threading.Event()
    running = threading.Thread(target=relay.run, args=(stop,))
    running.start()
    within(lambda: feed.pending(notes.database, notes.clock.now())["pending"] == 0, "everything to be published")
    stop.set()
    running.join(10)
    assert all(cut.wait(2) for cut in cuts)
    assert [row["sequence"] for row in feed.read(notes.database, 0, 10)] == [1, 2, 3, 4, 5]


def test_a_list_is_read_whose_connection_is_cut_in_the_question_that_is_asked_once(
    notes: ServiceUnderTest, proxy: TcpProxy
) -> None:
    for number in range(3):
        notes.client("notes:write").post("/notes", {"title": f"note {number}"}, status=201)
    edge = notes.app.extensions["edge"]
    read = Reader(edge.database, notes.settings, Actor.service("notes"), "en", notes.clock)
    read.shown = fields = ("_id", "version", "updated_at", "title")

    def listed() -> bytes:
        rows = read.page("notes", {"limit": 2}, fields=fields).items
        return orjson.dumps(rows.text(lambda row: row["title"].encode()))  # type: ignore[attr-defined]

    before = [listed() for _time in range(3)][-1]
    cut = proxy.cut_at(ASKED_ONCE, delivered=False)
    assert listed() == before
    assert cut.wait(2)


def test_requests_on_half_open_connections_end_and_leave_no_thread_behind(
    notes: ServiceUnderTest, proxy: TcpProxy
) -> None:
    writer = notes.client("notes:write")
    writer.post("/notes", {"title": "before"}, status=201)
    before = threading.active_count()
    proxy.fall_silent()
    began = time.monotonic()
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda number: posted(notes, f"silent {number}"), range(8)))
    assert set(answers) == {503}
    assert time.monotonic() - began < LONGEST_SECONDS
    proxy.speak()
    within(lambda: posted(notes, "after") == 201, "the store to be reached again")
    assert threading.active_count() <= before + 4, "the driver's own watchers, and no more"


def test_requests_go_on_over_a_slow_connection(notes: ServiceUnderTest, proxy: TcpProxy) -> None:
    proxy.delay(0.05)
    with ThreadPoolExecutor(4) as clients:
        assert set(clients.map(lambda number: posted(notes, f"slow {number}"), range(8))) == {201}
    assert len(titles(notes)) == 8


def posted(notes: ServiceUnderTest, title: str) -> int:
    """Write a note with a key of its own; the status of the answer."""
    writer = notes.client("notes:write")
    try:
        writer.post("/notes", {"title": title}, status=201, key=title)
    except AssertionError:
        assert writer.last_response is not None
        return writer.last_response.status_code
    return 201


def within(met: Callable[[], object], what: str) -> None:
    """Wait until `met()`; fails with `what` was waited for."""
    end = time.monotonic() + LONGEST_SECONDS
    while not met():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)
