"""Leases under any schedule: taken, renewed, run out, stolen, inherited, given back; a token keeps out who was late.

The lease is the real one, its store and clock are simulated. `HYPOTHESIS_PROFILE=soak` runs many more schedules.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.chassis.store.leases import Lease
from services.chassis.testing import ServiceUnderTest
from tests.reliability.simulated.language import changed
from tests.reliability.simulated.schedules import schedules
from tests.reliability.simulated.store import Session, SimulatedRows, StoreClock
from tests.service.chassis import toy

SECONDS = 4
WHO = st.integers(0, 3)
PLACES = ("", "", "here", "here")
"""The last two are one after the other in the same place: the second means that the first is dead."""


class Leases(RuleBasedStateMachine):
    """Four holders of one lease, and a model of who has it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StoreClock()
        self.rows = SimulatedRows(self.clock, Session())
        database: Any = type("Database", (), {"rows": lambda _self, _name: self.rows})()
        self.leases = [Lease(database, "relay", SECONDS, place) for place in PLACES]
        self.holder: int | None = None
        self.until = self.clock.now()
        self.token = 0
        self.dead: set[int] = set()
        self.written: list[int] = []

    @rule(who=WHO)
    def take(self, who: int) -> None:
        """Take or renew it: it is got when it is free, one's own, over, or a dead predecessor's."""
        if who in self.dead:
            return
        inherited = self.holder is not None and bool(PLACES[who]) and PLACES[who] == PLACES[self.holder]
        free = self.holder in (None, who) or self.until < self.clock.now() or inherited
        assert self.leases[who].take() == free
        if free:
            if inherited and self.holder != who:
                self.dead.add(self.holder)  # type: ignore[arg-type]  # so a supervisor promises
            self.token += self.holder != who
            self.holder, self.until = who, self.clock.now() + timedelta(seconds=SECONDS)
            assert self.leases[who].token == self.token

    @rule(who=WHO)
    def give_back(self, who: int) -> None:
        """Whoever has it no more gives nothing back."""
        self.leases[who].release()
        if self.holder == who:
            self.holder = None

    @rule(seconds=st.sampled_from((0.5, 1.0, 3.999, 4.0, 4.001, 30.0)))
    def time_passes(self, seconds: float) -> None:
        """By the store's clock; nobody asks another."""
        self.clock.move(seconds=seconds)

    @rule(who=WHO)
    def write(self, who: int) -> None:
        """Do what only the holder may, with the token that one believes in: as a fenced write does."""
        if not self.leases[who].token:
            return
        ours = self.rows.update_one({"_id": "relay", "token": self.leases[who].token}, {"$set": {"fenced": 1}})
        if ours.matched_count:
            self.written.append(self.leases[who].token)
            assert self.leases[who].token == self.token

    @invariant()
    def tokens_only_rise(self) -> None:
        """So that what was written by an earlier holder never comes after what a later one wrote."""
        assert self.written[-2:] == sorted(self.written[-2:])

    @invariant()
    def the_row_says_who_has_it(self) -> None:
        row = self.rows.find_one({"_id": "relay"})
        if row is not None:
            assert row["holder"] == (None if self.holder is None else self.leases[self.holder].holder)


def test_no_schedule_gives_a_lease_to_two() -> None:
    run_state_machine_as_test(Leases, settings=schedules(examples=150, steps=40))


INSTANTS = st.sampled_from([None, *(datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC) for second in (0, 4, 8))])


@pytest.fixture
def notes(service_under_test: Any) -> ServiceUnderTest:
    """A database of a real mongod."""
    return service_under_test(toy.service)  # type: ignore[no-any-return]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    row=st.fixed_dictionaries(
        {},
        optional={"holder": st.sampled_from((None, "me", "you")), "until": INSTANTS,
                  "token": st.integers(0, 3), "place": st.sampled_from(("", "here", "there"))},
    ),
    now=INSTANTS.filter(bool),
    place=st.sampled_from(("", "here")),
)  # fmt: skip
def test_the_simulated_store_reads_a_claim_as_mongod_does(
    notes: ServiceUnderTest, row: dict[str, Any], now: datetime, place: str
) -> None:
    asked: list[Any] = []
    lease = Lease(notes.database, "held-against", SECONDS, place)
    lease.holder = "me"
    lease._rows = type("Rows", (), {"find_one_and_update": lambda _self, _id, update, **_how: asked.append(update)})()  # type: ignore[assignment]
    lease._claim()
    real = notes.database.rows("leases")
    real.replace_one({"_id": "held-against"}, row, upsert=True)
    real.update_one({"_id": "held-against"}, _at(asked[0], now))
    assert real.find_one({"_id": "held-against"}) == changed({"_id": "held-against", **row}, asked[0], now, new=False)


def _at(expression: Any, now: datetime) -> Any:
    """The expression with its present instant written out, which mongod lets nobody set."""
    if isinstance(expression, dict):
        return {key: _at(one, now) for key, one in expression.items()}
    if isinstance(expression, list):
        return [_at(one, now) for one in expression]
    return now if expression == "$$NOW" else expression
