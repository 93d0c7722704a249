"""Dates, times with their zone, money and names read as each language writes them."""

import pytest

from services.chassis import formats
from services.chassis.i18n import LANGUAGES, use_language

START, END = "2027-03-18T13:00:00Z", "2027-03-18T17:00:00Z"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "18 March 2027, 14:00–18:00 CET"),
        ("it", "18 marzo 2027, 14:00–18:00 CET"),
        ("de", "18. März 2027, 14:00–18:00 MEZ"),
        ("fr", "18 mars 2027, 14:00–18:00 CET"),
        ("es", "18 de marzo de 2027, 14:00–18:00 CET"),
        ("hu", "2027. március 18., 14:00–18:00 CET"),
    ],
)
def test_a_period_of_one_day_says_the_date_once_and_names_its_zone(language: str, expected: str) -> None:
    with use_language(language):
        assert formats.format_period(START, END, "Europe/Rome") == expected


def test_a_period_over_two_days_says_both_dates() -> None:
    assert (
        formats.format_period(START, "2027-03-19T11:00:00Z", "Europe/Rome")
        == "18 March 2027, 14:00 CET – 19 March 2027, 12:00 CET"
    )


def test_a_late_evening_is_dated_in_the_zone_of_the_event() -> None:
    assert formats.format_datetime("2027-03-18T23:30:00Z", "Europe/Rome") == "19 March 2027, 00:30 CET"


def test_money_is_written_from_minor_units_without_rounding() -> None:
    with use_language("it"):
        assert formats.format_money({"amount": 1250050, "currency": "EUR"}) == "12.500,50\xa0€"
    assert formats.format_money({"amount": 500, "currency": "JPY"}) == "JP¥500"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_countries_are_named_and_sorted_in_every_language(language: str) -> None:
    with use_language(language):
        names = dict(formats.countries())
        assert len(names) == 249
        assert names["HU"] == formats.country_name("HU") != "HU"
