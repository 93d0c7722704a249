"""Schedules that nobody would think of: outbox, relays, feed, inbox and leases, with a simulated broker and clock.

Store, relay, intake and healer are the real ones; what is simulated is when each gets its turn and what the broker does
with what it is given. At the end of each schedule all may run freely, and then the independent checker decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import hypothesis.strategies as st
import pytest
import uuid_utils
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.chassis.events import Reactions, Received, envelope
from services.chassis.events.bus import BrokerProblem
from services.chassis.events.healing import Healer
from services.chassis.events.relay import Relay
from services.chassis.jobs import JobContext
from services.chassis.sealer import Sealer
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, UnitOfWork, chain, feed
from services.chassis.store.leases import Fenced
from services.chassis.testing import ServiceUnderTest
from tests.reliability.checker import check
from tests.reliability.facts import Facts, Layout
from tests.service.chassis import toy

EXAMPLES = 25
"""Enough to find what was found so far within seconds; more are a matter of this number alone."""
FAILING: set[str] = set()
"""The notes at whose sight the listener fails, as long as they are in here."""
reactions = Reactions()


@reactions.to(toy.NoteWritten)
def show_note(uow: UnitOfWork, event: Received) -> None:
    """Show it, and leave a row that a repetition would double; fails where it is told to."""
    uow.project("copies", event.subject, event.subject_version, {"title": event.data["title"]})
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})
    if event.subject in FAILING:
        raise RuntimeError("as it was told to")


LISTENER = Service(
    name="listener",
    collections=[Collection("copies", scope=INTERNAL), Collection("effects", scope=INTERNAL)],
    reactions=[reactions],
)
WRITTEN = frozenset({toy.NoteWritten.type})
LAYOUT = Layout(
    subscriptions={"listener": WRITTEN},
    effects={"listener": "effects"},
    projections={("listener", "copies"): WRITTEN},
)


class SimulatedBroker:
    """Takes what is published, and does with it what the schedule wants; stands in the place of a Publisher."""

    def __init__(self) -> None:
        self.queue: list[bytes] = []
        self.fate = "takes"

    def send(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Take, lose in silence, or take a part and break."""
        bodies = [body for _key, body in messages]
        if self.fate in ("takes", "breaks after", "refuses after"):
            self.queue += bodies
        if self.fate == "breaks within":
            self.queue += bodies[: len(bodies) // 2]
        if self.fate in ("refuses", "breaks within", "breaks after"):
            raise BrokerProblem(self.fate)

    def await_confirms(self) -> None:
        """Confirm, or refuse what was taken."""
        if self.fate == "refuses after":
            raise BrokerProblem(self.fate)

    def beat(self) -> None:
        """Nothing to keep alive."""


class FeedOf(Healer):
    """A healer that reads the feed of the writer by its door without a network."""

    writer: ServiceUnderTest

    def _page(self, source: str, after: int) -> dict[str, Any]:
        page: dict[str, Any] = self.writer.another_service("listener").get(f"/feed?after={after}&limit=3")
        return page


class Schedule(RuleBasedStateMachine):
    """A writer with two relays and a listener, each moved on by one step at a time."""

    writer: ServiceUnderTest
    listener: ServiceUnderTest

    def __init__(self) -> None:
        super().__init__()
        for service in (self.writer, self.listener):
            for name in service.database.declared:
                service.database.rows(name).delete_many({})
        FAILING.clear()
        self.broker = SimulatedBroker()
        self.relays = [self._new_relay() for _relay in range(2)]
        self.healer = FeedOf(self.listener.intake, self.listener.settings, ["notes"])
        self.healer.writer = self.writer
        self.asleep: dict[int, list[dict[str, Any]]] = {}
        self.notes: list[str] = []
        self.context = JobContext("notes", self.writer.database, self.writer.settings, self.writer.clock)

    def _new_relay(self) -> Relay:
        relay = Relay("notes", self.writer.database, "", self.writer.clock)
        relay.publisher = self.broker  # type: ignore[assignment]
        return relay

    # The writer

    @rule(count=st.integers(1, 4))
    def write(self, count: int) -> None:
        """Commit new notes, each with its event."""

        def work(uow: UnitOfWork) -> list[str]:
            notes = [uow.add("notes", {"title": "new", "stars": 0}) for _note in range(count)]
            for note in notes:
                uow.publish(toy.NoteWritten, note)
            return [note["_id"] for note in notes]

        self.notes += self.context.record(work)

    @rule(data=st.data())
    def rewrite(self, data: st.DataObject) -> None:
        """Commit the next version of a note."""
        if not self.notes:
            return
        id = data.draw(st.sampled_from(self.notes))

        def work(uow: UnitOfWork) -> None:
            note = uow.get("notes", id)
            uow.publish(toy.NoteWritten, uow.save("notes", {**note, "title": f"version {note['version'] + 1}"}))

        self.context.record(work)

    # The relays and the broker

    @rule(
        which=st.sampled_from((0, 1)),
        fate=st.sampled_from(("takes", "loses", "refuses", "breaks within", "breaks after", "refuses after")),
    )
    def relay(self, which: int, fate: str) -> None:
        """One turn of a relay that asks for its lease first."""
        relay = self.relays[which]
        self.broker.fate, relay._renew_at, relay._rest_until = fate, 0.0, 0.0
        if relay._hold_lease():
            relay.relay_once()

    @rule(which=st.sampled_from((0, 1)))
    def relay_that_slept(self, which: int) -> None:
        """One turn of a relay that believes in a lease which may be another one's by now."""
        self.broker.fate, self.relays[which]._rest_until = "takes", 0.0
        if self.relays[which].lease.token:
            self.relays[which].relay_once()

    @rule(which=st.sampled_from((0, 1)))
    def relay_falls_asleep_after_numbering(self, which: int) -> None:
        """It has given numbers that it has not settled yet, and rests before it publishes them."""
        relay = self.relays[which]
        relay._renew_at = 0.0
        if which not in self.asleep and relay._hold_lease():
            if relay._head is None:
                relay._take_over()
            self.asleep[which] = relay._number()

    @rule(which=st.sampled_from((0, 1)))
    def relay_awakes(self, which: int) -> None:
        """It publishes and settles what another one may have published and settled meanwhile."""
        self.broker.fate = "takes"
        if which in self.asleep:
            self.relays[which]._publish(self.asleep.pop(which))

    @rule(which=st.sampled_from((0, 1)))
    def relay_is_taken_over_at_the_worst_moment(self, which: int) -> None:
        """Another one takes over and numbers; before it has settled that, this one still believes in its lease."""
        self.write(1)
        self.lease_runs_out()
        self.relay_falls_asleep_after_numbering(1 - which)
        self.relay_that_slept(which)

    @rule(which=st.sampled_from((0, 1)))
    def relay_dies(self, which: int) -> None:
        """Another process takes its place, and knows nothing."""
        self.asleep.pop(which, None)
        self.relays[which] = self._new_relay()

    @rule()
    def lease_runs_out(self) -> None:
        """Whoever has it has it no more."""
        self.writer.database.rows("leases").update_many(
            {"_id": {"$in": ["relay", "sealer"]}}, {"$set": {"until": datetime(2000, 1, 1, tzinfo=UTC)}}
        )

    @rule()
    def wipe(self) -> None:
        """The broker forgets all."""
        self.broker.queue.clear()

    @rule()
    def restore(self) -> None:
        """The writer's store begins another life: every number is to be read anew."""
        feed.new_epoch(self.writer.database, self.writer.clock.now())

    # The listener

    @rule(data=st.data(), acknowledged=st.booleans(), twice=st.booleans())
    def deliver(self, data: st.DataObject, acknowledged: bool, twice: bool) -> None:
        """Some messages in any order, maybe twice; without an acknowledgement they come again."""
        if not self.broker.queue:
            return
        chosen = data.draw(
            st.lists(st.sampled_from(range(len(self.broker.queue))), min_size=1, max_size=5, unique=True)
        )
        bodies = [self.broker.queue[place] for place in chosen]
        for body in bodies * 2 if twice else bodies:
            self.listener.intake.take(envelope.decode_message(body)[0])
        if acknowledged:
            self.broker.queue = [body for place, body in enumerate(self.broker.queue) if place not in chosen]

    @rule(data=st.data())
    def begin_to_fail(self, data: st.DataObject) -> None:
        """The reaction to some note fails from now on."""
        if self.notes:
            FAILING.add(data.draw(st.sampled_from(self.notes)))

    @rule()
    def mend(self) -> None:
        """No reaction fails any more."""
        FAILING.clear()

    @rule(minutes=st.integers(0, 20))
    def retry(self, minutes: int) -> None:
        """Time passes, and what waits is tried again."""
        self.listener.clock.move(minutes=minutes)
        self.listener.intake.retry_due()

    @rule()
    def heal(self) -> None:
        """The feed is read from where the listener is."""
        self.healer.heal("notes")

    # What holds at any time, and at the end

    @invariant()
    def no_effect_is_doubled(self) -> None:
        effects = [row["event"] for row in self.listener.database.rows("effects").find()]
        assert len(effects) == len(set(effects))

    @invariant()
    def the_feed_has_no_hole(self) -> None:
        blocks = list(self.writer.database.rows("feed").find(sort=[("_id", 1)]))
        ids = [id for block in blocks for id in block["ids"]]
        assert len(ids) == len(set(ids))
        assert [row["sequence"] for row in feed.read(self.writer.database, 0, 1000)] == list(range(1, len(ids) + 1))

    def teardown(self) -> None:
        """Let everything run freely."""
        FAILING.clear()
        self.lease_runs_out()
        self.asleep.clear()
        for _turn in range(3):
            self.relay(0, "takes")
        self._revive()
        self.healer.heal("notes")
        self.retry(20)

    def _revive(self) -> None:
        """As an operator does: have what died after its last try tried once more."""
        for letter in self.listener.database.rows("inbox").find({"state": "dead"}):
            self.listener.signed_in("operator").post(f"/dead-letters/{letter['_id']}/replay", status=204)


class SealedSchedule(Schedule):
    """Schedule with two sealers of the writer's audit trail and one of the listener's; the checker judges the end."""

    def __init__(self) -> None:
        super().__init__()
        self.sealers = [
            Sealer(replace(service.settings, signing_key=None), service.database, service.clock)
            for service in (self.writer, self.writer, self.listener)
        ]

    @rule(which=st.sampled_from((0, 1)))
    def seal(self, which: int) -> None:
        """One turn of a sealer that asks for its lease first."""
        self.sealers[which].work()

    @rule(which=st.sampled_from((0, 1)))
    def sealer_that_slept(self, which: int) -> None:
        """One turn of a sealer that believes in a lease which may be another one's by now."""
        with suppress(Fenced):
            chain.seal(self.writer.database, "notes", self.sealers[which].lease.token, self.writer.clock.now(), 2)

    def teardown(self) -> None:
        """Let everything run freely, then ask the checker."""
        super().teardown()
        self.lease_runs_out()
        for sealer in self.sealers[1:]:
            sealer.work()
        facts = Facts(self.writer.settings.mongo_url, self.writer.settings.mongo_prefix, LAYOUT)
        if facts.events:
            check(facts)


def test_the_first_event_is_numbered_before_anybody_has_asked_for_the_feed(
    service_under_test: Callable[..., ServiceUnderTest],
) -> None:
    notes = service_under_test(toy.service)
    notes.client("notes:write").post("/notes", {"title": "the first"}, status=201)
    relay = Relay("notes", notes.database, "", notes.clock)
    relay.publisher = SimulatedBroker()  # type: ignore[assignment]
    assert relay.lease.take()
    assert relay.relay_once() == 1
    assert [row["sequence"] for row in feed.read(notes.database, 0, 10)] == [1]


def test_no_schedule_loses_or_doubles_an_event(
    service_under_test: Callable[..., ServiceUnderTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "MOST_TOGETHER", 2)
    prefix = f"schedules_{uuid_utils.uuid7().hex[-12:]}"
    SealedSchedule.writer = service_under_test(toy.service, mongo_prefix=prefix)
    SealedSchedule.listener = service_under_test(LISTENER, mongo_prefix=prefix)
    run_state_machine_as_test(
        SealedSchedule,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
