"""Which step of a ticket follows which, and which desk answers."""

from datetime import UTC, datetime

import pytest

from services.contracts.support import TICKET_STATES
from services.support.model import AT_THE_DESK, NEXT, desk_for, erased_before, may_enter


def test_the_machine_knows_exactly_the_states_of_the_contract() -> None:
    assert set(NEXT) == set(TICKET_STATES)


@pytest.mark.parametrize("state", [state for state in TICKET_STATES if state != "closed"])
def test_every_open_ticket_can_be_answered_and_closed(state: str) -> None:
    assert may_enter(state, "answered")
    assert may_enter(state, "closed")


def test_only_what_waits_for_the_asker_or_was_answered_can_be_reopened() -> None:
    assert [state for state in TICKET_STATES if may_enter(state, "reopened")] == [
        "waiting_requester",
        "answered",
        "closed",
    ]


def test_a_closed_ticket_can_only_be_reopened() -> None:
    assert NEXT["closed"] == ("reopened",)
    assert all(may_enter("reopened", state) for state in AT_THE_DESK)


@pytest.mark.parametrize(
    ("category", "asked_from", "donor_city", "desk"),
    [
        ("practice", "catania", "bologna", "bologna"),
        ("practice", "catania", None, "catania"),
        ("funding", "catania", "bologna", "catania"),
        ("technical", None, None, None),
    ],
)
def test_a_question_about_a_practice_goes_to_the_city_that_has_it(
    category: str, asked_from: str | None, donor_city: str | None, desk: str | None
) -> None:
    assert desk_for(category, asked_from, donor_city) == desk


def test_tickets_are_kept_for_twenty_four_months() -> None:
    assert erased_before(datetime(2026, 11, 24, tzinfo=UTC)) == datetime(2024, 11, 24, tzinfo=UTC)
