"""The rules of delivering, against the independent library and their stated sums."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from services.notifications.webhooks import model

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def attempt(status: int | None, at: datetime = NOW, **more: str) -> model.Attempt:
    return model.Attempt(at=at, milliseconds=5, status=status, retry_after=more.get("retry_after"))


def fresh(**changes: object) -> dict[str, object]:
    return {"tries": 0, "attempts": [], "state": "queued", "next_at": NOW, **changes}


def test_all_waits_together_are_those_of_standard_webhooks() -> None:
    assert sum(model.RETRIES, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)


@given(body=st.text(), id=st.text(alphabet="abcdef0123456789-", min_size=1))
def test_any_body_signs_as_the_independent_library_does(body: str, id: str) -> None:
    secret = model.new_secret()
    ours = model.signatures([{"secret": secret, "until": None}], id, NOW, body.encode())
    assert ours == Webhook(secret).sign(id, NOW, body)


def test_headers_verify_at_the_receiver() -> None:
    secret = model.new_secret()
    delivery = {"event": "e1", "body": json.dumps({"è": 1})}
    now = datetime.now(UTC)
    headers = model.headers({"secrets": [{"secret": secret, "until": None}]}, delivery, now)
    assert Webhook(secret).verify(delivery["body"], headers) == {"è": 1}


def test_secrets_differ_and_hold_32_bytes() -> None:
    one, other = model.new_secret(), model.new_secret()
    assert one != other
    assert len(one) == len("whsec_") + 44


def test_after_a_rotation_the_former_secret_counts_for_a_day_and_an_older_one_no_more() -> None:
    first = [{"secret": "whsec_YQ==", "until": None}]
    second = model.rotated(first, "whsec_Yg==", NOW)
    third = model.rotated(second, "whsec_Yw==", NOW)
    assert [one["secret"] for one in third] == ["whsec_Yw==", "whsec_Yg=="]
    assert third[1]["until"] == NOW + timedelta(hours=24)
    count = lambda kept, at: len(model.signatures(kept, "e1", at, b"{}").split())  # noqa: E731
    assert (count(third, NOW), count(third, NOW + timedelta(hours=24))) == (2, 1)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "delivered"), (204, "delivered"), (299, "delivered"), (199, "failed"), (300, "failed"), (301, "failed"),
     (400, "failed"), (410, "gone"), (429, "failed"), (500, "failed"), (None, "failed")],
)  # fmt: skip
def test_only_2xx_is_success_and_410_ends_it(status: int | None, verdict: str) -> None:
    assert attempt(status).verdict == verdict


@given(st.floats(min_value=0, max_value=1))
def test_a_delivery_that_always_fails_is_tried_ten_times_over_more_than_75_hours(jitter: float) -> None:
    delivery, now, times = fresh(), NOW, 0
    while delivery["state"] == "queued":
        now = delivery["next_at"]  # type: ignore[assignment]
        delivery |= model.after_attempt(delivery, attempt(500, now), jitter)
        times += 1
    assert times == 10
    assert timedelta(hours=75) < now - NOW < timedelta(hours=84)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, 0), ("120", 120), ("0", 0), ("-5", 0), ("soon", 0), ("", 0), ("9" * 400, 86_400),
        ("Tue, 24 Nov 2026 12:10:00 GMT", 600), ("Tue, 24 Nov 2026 11:00:00 GMT", 0), ("Tue, 99 Nov 2026", 0),
        ("²", 0),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms_and_bounded(header: str | None, wait: int) -> None:
    assert model.asked_wait(header, NOW) == timedelta(seconds=wait)


def test_retry_after_only_lengthens_the_wait() -> None:
    later = model.after_attempt(fresh(), attempt(503, retry_after="600"), 0.0)
    sooner = model.after_attempt(fresh(tries=1), attempt(503, retry_after="1"), 0.0)
    assert (later["next_at"], sooner["next_at"]) == (NOW + timedelta(minutes=10), NOW + timedelta(minutes=5))


def test_an_endpoint_that_fails_rests_ever_longer_up_to_five_minutes_and_recovers_at_once() -> None:
    health, rests = model.fresh_health("w1"), []
    for _time in range(9):
        health = model.health_after(health, attempt(500))
        rests.append((health["rest_until"] - NOW).total_seconds())
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert model.is_troubled(health)
    assert model.health_after(health, attempt(200)) == model.fresh_health("w1")


def test_a_slow_success_is_trouble_but_no_failure() -> None:
    slow = model.Attempt(at=NOW, milliseconds=2500, status=200)
    health = model.health_after(model.fresh_health("w1"), slow)
    assert (health["failing_since"], model.is_troubled(health)) == (None, True)


@pytest.mark.parametrize(
    ("days", "status", "reason"), [(0, 410, "gone"), (4.9, 500, None), (5, 500, "failing"), (9, 200, None)]
)
def test_an_endpoint_is_switched_off_by_410_or_after_five_days(days: float, status: int, reason: str | None) -> None:
    health = {**model.fresh_health("w1"), "failing_since": NOW - timedelta(days=days)}
    assert model.reason_to_switch_off(health, attempt(status)) == reason
