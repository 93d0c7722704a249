"""The rules of the directory of services."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.directory import model

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(1, model.MOST_REVIEW_MONTHS)


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-05-31", 1, "2026-06-30"),
    ],
)
def test_a_review_is_due_on_the_same_day_of_the_month_or_its_last(reviewed: str, months: int, due: str) -> None:
    assert model.review_due(reviewed, months) == due


@given(DAYS, MONTHS)
def test_a_review_is_due_in_the_right_month_and_never_later_in_it(day: date, months: int) -> None:
    due = date.fromisoformat(model.review_due(day.isoformat(), months))
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day == day.day or due.day < day.day and (due.replace(day=28) if due.day < 28 else due) == due


def test_free_places_are_told_where_referrals_are_taken() -> None:
    assert model.free_places_fit({"free_places": None, "takes_referrals": False})
    assert model.free_places_fit({"free_places": 0, "takes_referrals": True})
    assert not model.free_places_fit({"free_places": 0, "takes_referrals": False})
