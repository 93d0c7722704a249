"""How long a mail is tried, and what it says to a calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.mails import model

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=60, max_size=60))
def test_a_mail_put_off_again_and_again_is_given_up_after_72_hours_and_not_before(jitters: list[float]) -> None:
    mail: dict[str, object] = {"created_at": NOW, "tries": 0, "state": "queued", "next_at": NOW}
    now = NOW
    for jitter in jitters:
        now = mail["next_at"]  # type: ignore[assignment]
        mail |= model.after_attempt(mail, "later", now, jitter)
        if mail["state"] != "queued":
            break
    assert (mail["state"], mail["reason"]) == ("failed", "expired")
    assert timedelta(hours=72) <= now - NOW < timedelta(hours=77)


def test_waits_double_from_seconds_to_four_hours() -> None:
    seconds = [model.wait_after(tries, 0.0).total_seconds() for tries in (1, 2, 3, 12, 13, 50)]
    assert seconds == [4, 8, 16, 8192, 14400, 14400]
    assert model.wait_after(1, 1.0) == timedelta(seconds=5)


@pytest.mark.parametrize(
    ("outcome", "state", "reason"), [("sent", "sent", None), ("gone", "gone", None), ("refused", "failed", "refused")]
)
def test_what_ends_a_mail(outcome: model.Outcome, state: str, reason: str | None) -> None:
    mail = model.after_attempt({"created_at": NOW, "tries": 0}, outcome, NOW, 0.0)
    assert (mail["state"], mail["reason"], mail["next_at"]) == (state, reason, None)


@pytest.mark.parametrize(
    ("kind", "status", "method"),
    [
        ("registration-accepted", "registered", "REQUEST"), ("registration-waiting", "waiting", None),
        ("gathering-changed", "waiting", None), ("gathering-cancelled", "registered", "CANCEL"),
        ("gathering-cancelled", "waiting", None), ("registration-cancelled", "cancelled", "CANCEL"),
        ("ticket-answered", None, None),
    ],
)  # fmt: skip
def test_what_a_kind_says_to_the_calendar(kind: str, status: str | None, method: str | None) -> None:
    assert model.calendar_method(kind, status) == method


def test_the_same_event_makes_the_same_row_for_the_same_person() -> None:
    assert model.row_id("e1", "/contacts/registrations/r1") == "e1.r1"
