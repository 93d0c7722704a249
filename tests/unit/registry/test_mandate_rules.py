"""The rules of a partnership's mandates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.partnerships import model
from services.registry.partnerships.model import Mandate, Mandates

formed = model.form("city-hall", [Mandate("school", "core", "2026-01-01")], "2026-01-01")


def test_a_partnership_begins_with_its_lead() -> None:
    assert formed == (
        Mandate("city-hall", "lead", "2026-01-01"),
        Mandate("school", "core", "2026-01-01"),
    )


def test_the_lead_cannot_be_a_member_besides() -> None:
    with pytest.raises(model.AlreadyMember):
        model.form("city-hall", [Mandate("city-hall", "core", "2026-01-01")], "2026-01-01")


def test_nobody_is_a_member_twice_at_a_time() -> None:
    with pytest.raises(model.AlreadyMember):
        model.join(formed, Mandate("school", "observer", "2026-06-01"))


def test_a_member_leaves_on_its_last_day_and_may_come_back_after_it() -> None:
    left = model.leave(formed, "school", "2026-03-31")
    with pytest.raises(model.AlreadyMember):
        model.join(left, Mandate("school", "observer", "2026-03-31"))
    assert model.join(left, Mandate("school", "observer", "2026-04-01")) == (
        Mandate("city-hall", "lead", "2026-01-01"),
        Mandate("school", "core", "2026-01-01", "2026-03-31"),
        Mandate("school", "observer", "2026-04-01"),
    )


def test_who_is_no_member_cannot_leave() -> None:
    with pytest.raises(model.NotAMember):
        model.leave(formed, "chamber", "2026-03-31")


def test_the_lead_cannot_leave() -> None:
    with pytest.raises(model.LeadMustStay):
        model.leave(formed, "city-hall", "2026-03-31")


def test_a_mandate_does_not_end_before_it_began() -> None:
    with pytest.raises(model.EndsBeforeItBegan):
        model.leave(formed, "school", "2025-12-31")


def test_who_led_stays_as_core_member_when_the_lead_is_handed_over() -> None:
    assert model.hand_over(formed, "school", "2026-05-01") == (
        Mandate("city-hall", "lead", "2026-01-01", "2026-04-30"),
        Mandate("school", "core", "2026-01-01", "2026-04-30"),
        Mandate("city-hall", "core", "2026-05-01"),
        Mandate("school", "lead", "2026-05-01"),
    )


def test_a_lead_of_less_than_a_day_leaves_no_trace() -> None:
    assert model.hand_over(formed, "chamber", "2026-01-01") == (
        Mandate("school", "core", "2026-01-01"),
        Mandate("city-hall", "core", "2026-01-01"),
        Mandate("chamber", "lead", "2026-01-01"),
    )


def test_handing_the_lead_to_who_has_it_changes_nothing() -> None:
    assert model.hand_over(formed, "city-hall", "2026-05-01") == formed


def test_no_mandate_goes_beyond_the_end_of_the_partnership() -> None:
    members = model.join(formed, Mandate("chamber", "observer", "2026-12-01"))
    assert model.end(members, "2026-06-30") == (
        Mandate("city-hall", "lead", "2026-01-01", "2026-06-30"),
        Mandate("school", "core", "2026-01-01", "2026-06-30"),
    )


def test_a_partnership_does_not_end_before_it_began() -> None:
    with pytest.raises(model.EndsBeforeItBegan):
        model.end(formed, "2025-12-31")


def test_a_partnership_began_with_its_first_mandate() -> None:
    assert model.first_day(model.join(formed, Mandate("chamber", "core", "2025-09-01"))) == "2025-09-01"


def test_the_day_is_that_of_the_city() -> None:
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert model.today(late, "Europe/Budapest") == "2026-04-01"
    assert model.today(late, "Atlantic/Azores") == "2026-03-31"


DAYS = st.dates(min_value=datetime(2026, 1, 1).date(), max_value=datetime(2027, 12, 31).date()).map(str)
STEPS = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "hand over"]), st.sampled_from(["a", "b", "c"]), DAYS),
    max_size=12,
)


def _after(steps: list[tuple[str, str, str]]) -> Mandates:
    members = model.form("a", [], "2026-01-01")
    for step, organisation, day in sorted(steps, key=lambda one: one[2]):
        try:
            if step == "join":
                members = model.join(members, Mandate(organisation, "core", day))
            elif step == "leave":
                members = model.leave(members, organisation, day)
            else:
                members = model.hand_over(members, organisation, day)
        except (model.AlreadyMember, model.NotAMember, model.LeadMustStay, model.EndsBeforeItBegan):
            continue
    return members


@given(STEPS)
def test_whatever_happens_there_is_one_lead_and_no_overlap(steps: list[tuple[str, str, str]]) -> None:
    members = _after(steps)
    assert [one.until for one in members if one.role == "lead"].count(None) == 1
    for organisation in "abc":
        own = sorted((one for one in members if one.organisation == organisation), key=lambda one: one.since)
        assert all(
            earlier.until is not None and earlier.until < later.since
            for earlier, later in zip(own, own[1:], strict=False)
        )
