"""The fields of the web edge: strict about types, bounded, and of one mind about what is empty."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from services.chassis.http import fields


def loaded(field: Any, value: Any) -> Any:
    return Schema.from_dict({"field": field})().load({"field": value})["field"]


def complaints(field: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        loaded(field, value)
    return refusal.value.messages_dict["field"]


def test_a_text_by_language_in_no_language_is_no_text() -> None:
    assert loaded(fields.Translated(allow_none=True), {}) is None
    assert loaded(fields.Translated(), {}) == {}
    assert complaints(fields.Translated(required=True), {}) == ["This is missing."]


def test_a_text_by_language_keeps_its_status() -> None:
    assert loaded(fields.Translated(), {"it": "ciao", "de": {"text": "hallo", "status": "machine"}}) == {
        "it": {"text": "ciao", "status": "original"},
        "de": {"text": "hallo", "status": "machine"},
    }


@pytest.mark.parametrize("value", [True, 1.5, "1", None, [1], {"$gt": 0}])
def test_a_whole_number_is_nothing_else(value: Any) -> None:
    complaints(fields.Integer(), value)


@pytest.mark.parametrize("value", ["2026-03-01T09:00:00", "yesterday", 1, "2026-02-30T09:00:00Z"])
def test_an_instant_has_a_zone_and_exists(value: Any) -> None:
    complaints(fields.Instant(), value)


@pytest.mark.parametrize("value", ["a\x00b", "two\nlines", "x" * 201, {"$ne": None}])
def test_a_line_of_text_is_a_line_of_text(value: Any) -> None:
    complaints(fields.Text(), value)


def test_text_is_trimmed_and_composed() -> None:
    assert loaded(fields.Text(), "  Ka\u0301ve\u0301 ") == "K\u00e1v\u00e9"
    assert complaints(fields.Text(required=True), "   ") == ["This is missing."]


@pytest.mark.parametrize("value", ["Europe/Atlantis", "../etc/passwd", ""])
def test_a_time_zone_is_one_of_the_world(value: str) -> None:
    complaints(fields.TimeZone(required=True), value)


def test_money_is_whole_cents_of_a_currency() -> None:
    assert loaded(fields.Money(), {"amount": 100, "currency": "EUR"}) == {"amount": 100, "currency": "EUR"}
    for wrong in (
        {"amount": 1.5, "currency": "EUR"},
        {"amount": -1, "currency": "EUR"},
        {"amount": 1, "currency": "eur"},
        5,
    ):
        complaints(fields.Money(), wrong)


def test_a_list_is_bounded() -> None:
    assert complaints(fields.ListOf(fields.Text(), max=1), ["a", "b"]) == ["No more than 1 entry."]
    assert complaints(fields.ListOf(fields.Text(), min=1), []) == ["At least 1 entry."]
