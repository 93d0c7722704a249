"""The rules about people and their roles."""

from datetime import datetime

import pytest

from services.registry.people import model
from services.registry.retention.model import months_before


@pytest.mark.parametrize(
    ("since", "until", "in_order"),
    [
        ("2026-01-01", "2026-01-01", True),
        ("2026-01-02", "2026-01-01", False),
        (None, "2026-01-01", True),
        ("2026-01-01", None, True),
    ],
)
def test_a_role_does_not_end_before_it_begins(since: str | None, until: str | None, in_order: bool) -> None:
    assert model.role_is_in_order({"since": since, "until": until}) is in_order


def test_a_consent_is_in_force_until_it_is_withdrawn_and_its_record_stays() -> None:
    first = model.given([], "photos", "in_writing", "2026-03-01")
    ended = model.withdrawn(first, "photos", "2026-04-01")
    again = model.given(ended, "photos", "spoken", "2026-04-01")
    assert [model.in_force(consents, "photos") for consents in ([], first, ended, again)] == [False, True, False, True]
    assert [(one["given_on"], one["withdrawn_on"]) for one in again] == [
        ("2026-03-01", "2026-04-01"),
        ("2026-04-01", None),
    ]


def test_a_consent_is_given_once_and_its_days_are_in_order() -> None:
    given = model.given([], "photos", "online", "2026-03-01")
    ended = model.withdrawn(given, "photos", "2026-04-01")
    with pytest.raises(model.GivenAlready):
        model.given(given, "photos", "online", "2026-03-02")
    with pytest.raises(model.BeforeItBegan):
        model.given(ended, "photos", "online", "2026-03-31")
    with pytest.raises(model.BeforeItBegan):
        model.withdrawn(given, "photos", "2026-02-28")
    for consents in ([], ended, model.given([], "stories", "online", "2026-03-01")):
        with pytest.raises(model.NothingToWithdraw):
            model.withdrawn(consents, "photos", "2026-05-01")


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        ("2026-11-29", 24, "2024-11-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-12-01", 12, "2025-12-01"),
    ],
)
def test_months_are_counted_back_by_the_calendar(now: str, months: int, before: str) -> None:
    assert months_before(datetime.fromisoformat(now), months) == datetime.fromisoformat(before)


def test_the_family_name_comes_first_in_hungarian() -> None:
    assert model.full_name("Anna", "Kovács", "hu") == "Kovács Anna"
    assert model.full_name("Anna", "Rossi", "it") == "Anna Rossi"
