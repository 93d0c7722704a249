"""Opening times of other directories in one sentence: nothing is said that they do not say."""

from __future__ import annotations

import pytest

from services.registry.imports.hsds.schedules import hours_of

NINE = {"opens_at": "09:00", "closes_at": "17:00"}


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ({"byday": "MO, tu", **NINE}, "Mon, Tue 09:00–17:00"),
        ({"byday": "WE", "opens_at": "9:00 AM", "closes_at": "5:30 p.m."}, "Wed 09:00–17:30"),
        ({"opens_at": "12:00 AM", "closes_at": "12:15pm"}, "00:00–12:15"),
        ({"opens_at": "09:00:00Z", "closes_at": "2026-01-01T12:30:00+01:00"}, "09:00–12:30"),
        ({"opens_at": "at noon"}, "at noon"),
        ({"byday": "1MO,-1FR", "freq": "MONTHLY", **NINE}, "1. Mon, -1FR 09:00–17:00"),
        ({"byday": "Mon-Su", **NINE}, "Mon-Su 09:00–17:00"),
        ({"valid_from": "2026-12-24", "valid_to": "2026-12-24", **NINE}, "09:00–17:00 (2026-12-24)"),
        ({"byday": "MO", "freq": "WEEKLY", "interval": 2, **NINE}, "Mon 09:00–17:00 (every 2 weeks)"),
        ({"byday": "1MO", "freq": "MONTHLY", "interval": "3", "opens_at": "9:00"}, "1. Mon 09:00 (every 3 months)"),
        ({"byday": "MO", "interval": "1", "bymonth": "", **NINE}, "Mon 09:00–17:00"),
        ({"byday": "MO", "interval": "x", "bymonth": "01,12,June", **NINE},
         "Mon 09:00–17:00 (January, December, June)"),
        ({"interval": "2", "bymonth": "7", "valid_from": "2026-07-01", "opens_at": "9:00"},
         "09:00 (every 2 weeks, July, 2026-07-01)"),
        ({"closed": "TRUE", "valid_from": "2026-12-25", "valid_to": "2026-12-26"}, ""),
        ({"closed": "y", "description": "Closed at Christmas"}, "Closed at Christmas"),
        ({"closed": "false", "valid_from": "2026-12-24", "opens_at": "10:00"}, "10:00 (2026-12-24)"),
    ],
)  # fmt: skip
def test_times_are_told_as_they_are_meant(schedule: dict[str, str], told: str) -> None:
    assert hours_of([schedule, schedule], "en") == told


def test_how_often_and_when_is_told_in_the_language_of_the_directory() -> None:
    schedule = {"byday": "MO", "freq": "WEEKLY", "interval": 2, "bymonth": "3", "opens_at": "9:00"}
    told = {language: hours_of([schedule], language) for language in ("it", "de", "hu")}
    assert told == {
        "it": "lun 09:00 (ogni 2 settimane, marzo)",
        "de": "Mo. 09:00 (alle 2 Wochen, März)",
        "hu": "H 09:00 (2 hetente, március)",
    }
