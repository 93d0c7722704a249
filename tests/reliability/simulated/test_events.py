"""Outbox, relay, feed and inbox under the schedules of test_schedules.py and more; store, broker and clock simulated.

Here anything may also be killed at any step, events wait for others, die, are replayed or given up, bytes are no event,
and the feed is shortened. `HYPOTHESIS_PROFILE=soak` runs many more schedules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import hypothesis.strategies as st
import orjson
import pytest
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from services.chassis import failpoints
from services.chassis.config import Settings
from services.chassis.events import NotYet, Reactions, Received, envelope
from services.chassis.events.contract import ContractBroken
from services.chassis.events.intake import MOST_TRIES, Intake
from services.chassis.http.json import dump
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, UnitOfWork, feed, inbox
from tests.reliability.simulated.schedules import schedules
from tests.reliability.simulated.store import SimulatedDatabase, StoreClock
from tests.reliability.test_schedules import Schedule
from tests.service.chassis import toy

STEPS = sorted(point for point in failpoints.POINTS if point.split(".")[0] in ("commit", "relay", "consumer"))
ILLS: dict[str, type[Exception]] = {"fails": RuntimeError, "waits": NotYet, "is broken": ContractBroken}
reactions = Reactions()
ill: dict[str, str] = {}
"""What ails the reaction to a note, by the note's id."""


@reactions.to(toy.NoteWritten)
def show_note(uow: UnitOfWork, event: Received) -> None:
    """Show it, and leave a row that a repetition would double; only then fail, so that the store must take it back."""
    uow.project("copies", event.subject, event.subject_version, {"title": event.data["title"]})
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})
    if event.subject in ill:
        raise ILLS[ill[event.subject]]("as it was told to")


LISTENER = Service(
    name="listener",
    collections=[Collection("copies", scope=INTERNAL), Collection("effects", scope=INTERNAL)],
    reactions=[reactions],
)


class Killed(BaseException):
    """The process is gone, in the middle of what it did."""


class Simulated:
    """A service in memory, as far as Schedule asks for one."""

    def __init__(self, service: Service, clock: StoreClock) -> None:
        self.clock, self.settings = clock, Settings(service=service.name)
        self.database: Any = SimulatedDatabase(service, clock)
        self.intake = Intake(service.name, self.database, self.settings, service.subscriptions(), clock)

    def another_service(self, _name: str) -> Simulated:
        """Whoever reads our feed."""
        return self

    def get(self, path: str) -> dict[str, Any]:
        """A page of the feed, as http/operations.py answers it."""
        query = dict(parse_qsl(path.partition("?")[2]))
        head = feed.head(self.database)
        rows = feed.read(self.database, int(query["after"]), int(query["limit"]))
        said = {**head, "items": [envelope.cloud_event(row, "notes", head["epoch"]) for row in rows]}
        page: dict[str, Any] = orjson.loads(dump(said))
        return page


class Events(Schedule):
    """Schedule, on services in memory."""

    def __init__(self) -> None:
        clock = StoreClock()
        self.writer, self.listener = Simulated(toy.service, clock), Simulated(LISTENER, clock)  # type: ignore[assignment]
        ill.clear()
        super().__init__()
        self.given_up: set[str] = set()
        self.shortened: dict[str, dict[str, Any]] = {}

    # Deaths

    @rule(point=st.sampled_from(STEPS), data=st.data())
    def die(self, point: str, data: st.DataObject) -> None:
        """Do something and be killed at a step of it, if it gets there."""
        does: list[Callable[[], None]] = [
            lambda: self.write(2),
            lambda: self.relay(0, "takes"),
            lambda: self.deliver(data, acknowledged=False, twice=False),
            self.heal,
            lambda: self.retry(10),
        ]
        deed = data.draw(st.sampled_from(range(len(does))))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(failpoints, "reached", lambda name: _kill(name == point))
            try:
                does[deed]()
            except Killed:
                self.relay_dies(0)  # a new process knows nothing
                self.known_to_the_writer()

    def known_to_the_writer(self) -> None:
        """A write whose process died may have been kept: ask the store."""
        self.notes = [row["_id"] for row in self.writer.database.rows("notes").find()]

    # What ails a reaction

    @rule(data=st.data(), how=st.sampled_from(sorted(ILLS)))
    def begin_to_fail(self, data: st.DataObject, how: str) -> None:
        """The reaction to some note fails, waits for something else or finds it broken, from now on."""
        if self.notes:
            ill[data.draw(st.sampled_from(self.notes))] = how

    @rule()
    def mend(self) -> None:
        """Nothing ails any more."""
        ill.clear()

    @rule()
    def try_to_death(self) -> None:
        """As often as a failing event is tried before it is dead, and longer than one waits for another."""
        for _try in range(MOST_TRIES):
            self.retry(12 * 60)

    @rule(data=st.data(), how=st.sampled_from(("replay", "discard")))
    def look_after_the_dead(self, data: st.DataObject, how: str) -> None:
        """As an operator does; one that was given up has no effect, but is followed all the same."""
        dead = inbox.dead(self.listener.database)
        if not dead:
            return
        letter = data.draw(st.sampled_from(dead))
        readable = letter["event"] is not None
        now = self.listener.clock.now()
        if how == "replay":
            assert inbox.replay(self.listener.database, letter["_id"], now) == readable
        else:
            assert inbox.discard(self.listener.database, letter["_id"], now)
            self.given_up.add(letter["_id"])

    @rule(body=st.sampled_from((b"", b"no event", b"{}")))
    def hear_nonsense(self, body: bytes) -> None:
        """Bytes that are no event are kept once, as dead, and never again once they were given up."""
        events, [(part, reason)] = envelope.decode_message(body)
        assert (events, part) == ([], body)
        self.listener.intake.bury(part, reason)

    # The feed

    @rule()
    def shorten_the_feed(self) -> None:
        """Published events that everybody has had are no longer kept, as after a month."""
        database = self.writer.database
        had = {row["_id"] for row in self.listener.database.rows("inbox").find({"state": "done"})}
        before = {row["_id"]: row for row in feed.read(database, 0, 1000)}
        reached = 0
        for block in database.rows("feed").find(sort=[("_id", 1)]):
            if not had.issuperset(block["ids"]):
                break
            reached = block["_id"]
        published = (database.rows("leases").find_one({"_id": feed.HEAD}) or {}).get("published", 0)
        feed.prune(database, self.writer.clock.now() + timedelta(days=1), min(reached, published))
        kept = {row["_id"] for row in feed.read(database, 0, 1000)}
        self.shortened |= {id: row for id, row in before.items() if id not in kept}

    # What holds

    @invariant()
    def the_feed_has_no_hole(self) -> None:
        numbers = [row["sequence"] for row in feed.read(self.writer.database, 0, 1000)]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True

    @invariant()
    def the_cursor_never_passes_what_has_no_row(self) -> None:
        """What lies before the cursor was taken in, in whatever state: the feed is not read again from there."""
        epoch, reached = inbox.cursor(self.listener.database, "notes")
        if epoch == feed.head(self.writer.database)["epoch"]:
            before = [row["_id"] for row in feed.read(self.writer.database, 0, reached) if row["sequence"] <= reached]
            assert inbox.known(self.listener.database, before) == set(before)

    def teardown(self) -> None:
        """Let everything run freely; then each event was done once, and what is shown is the newest."""
        ill.clear()
        self.lease_runs_out()
        for _turn in range(3):
            self.relay(0, "takes")
        for letter in inbox.dead(self.listener.database):
            inbox.replay(self.listener.database, letter["_id"], self.listener.clock.now())
        self.healer.heal("notes")
        self.retry(24 * 60)
        said = {row["_id"]: row for row in self.writer.database.rows("outbox").find()} | self.shortened
        rows = {row["_id"]: row for row in self.listener.database.rows("inbox").find()}
        assert {id: rows[id]["state"] for id in said} == dict.fromkeys(said, "done")
        assert feed.pending(self.writer.database, self.writer.clock.now())["pending"] == 0
        effects = [row["event"] for row in self.listener.database.rows("effects").find()]
        assert sorted(effects) == sorted(said.keys() - self.given_up)
        assert inbox.cursor(self.listener.database, "notes")[1] == feed.head(self.writer.database)["head"]
        self._newest_is_shown(said)

    def _newest_is_shown(self, said: dict[str, dict[str, Any]]) -> None:
        newest: dict[str, dict[str, Any]] = {}
        for id, row in said.items():
            if id not in self.given_up and row["subjectversion"] >= newest.get(row["subject"], row)["subjectversion"]:
                newest[row["subject"]] = row
        shown = {row["_id"]: row["title"] for row in self.listener.database.rows("copies").find()}
        assert shown == {subject: row["data"]["title"] for subject, row in newest.items()}


def _kill(now: bool) -> None:
    if now:
        raise Killed


def test_no_schedule_loses_or_doubles_an_event() -> None:
    run_state_machine_as_test(Events, settings=schedules(examples=40, steps=30))
