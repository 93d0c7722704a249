"""The check made of a contract and marshmallow itself agree on every document, right or wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from marshmallow import ValidationError

from services.chassis.events.checks import compiled
from services.chassis.events.contract import ContractBroken, Event
from tests.contracts.freeze import all_events
from tests.contracts.samples import sample

EVENTS = all_events()
ODD = [
    None, True, False, 0, 1, -1, 1.0, 1.5, 181.0, 2**53, 2**53 + 1, 10**400, float("nan"), float("inf"), 1e300,
    "", " ", "text", " text ", "two\nlines", "tab\tbed", "rule\r\n", "\x00", "\x7f", "\u2028", "\u2029", "\u00a0",
    "\u200b", "e\u0301", "\u00e9", "\u212b", "\ud55c", "\U0001f600", "\ue000", "\ufffe", "\ud800", "x" * 13, "x" * 101,
    "x" * 201, "x" * 901, "x" * 10_001, "e\u0301" * 150, "it", "pt-BR", "sr-Latn", "IT", "XX", "it\n", "a-b", "A_b",
    "https://example.org/", "https://example.org/\x01", "https://example.org/\u00e9", "ftp://example.org", "2026-03-01",
    "2026-13-01", "2026-W10-7", "2026-03-01T08:00:00Z", "2026-03-01T08:00:00", "Europe/Rome", "Europe/Nowhere", "true",
    [], [None], ["text"], ["text"] * 51, [["text"]], {}, {"it": "text"}, {"it": {"text": "text"}},
    {"it": {"text": "text", "status": "original"}}, {"it": {"text": "", "status": "original"}},
    {"it": {"text": "text", "status": "none"}}, {"it": {"text": "text", "status": []}},
    {"it": {"text": "a\nb", "status": "human"}}, {"xxxx": {"text": "text", "status": "human"}},
    {"it": {"text": "text", "status": "human", "source_lang": "en"}}, {"it": {"text": "text", "more": 1}},
    {f"{first}{second}": {"text": "t", "status": "human"} for first in "abcdef" for second in "abcdef"},
    {"amount": 1, "currency": "EUR"}, {"amount": 1.0, "currency": "EUR"}, {"unknown": 1},
]  # fmt: skip
"""Values at the edge of some field, or beyond."""


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document where something stands: its holder and its key."""
    for key in list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ():
        yield part, key
        yield from places(part[key])


def told(value: Any) -> str:
    """A value without regard to the order of keys; repr tells 1, 1.0 and True apart."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{key!r}: {told(part)}" for key, part in value.items())) + "}"
    return "[" + ", ".join(map(told, value)) + "]" if isinstance(value, list) else repr(value)


def verdicts(event: type[Event], data: dict[str, Any]) -> tuple[Any, Any]:
    """What marshmallow says of `data`, and what who hears it is told."""
    try:
        theirs: Any = told(event().load(deepcopy(data), unknown="include"))
    except ValidationError as error:
        theirs = str(error.messages)
    try:
        ours: Any = told(event.heard(deepcopy(data)))
    except ContractBroken as error:
        ours = str(error).removeprefix(f"{event.type}: ")
    return theirs, ours


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_every_sample_of_a_contract_is_decided_without_marshmallow(event: type[Event]) -> None:
    for full in (True, False):
        said = event.said(sample(event(), full=full))
        assert compiled(event())(said) == event().load(said, unknown="include")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_each_odd_value_at_each_place_is_judged_alike(event: type[Event]) -> None:
    random.seed(event.type)
    whole = sample(event(), full=True)
    for number in range(len(list(places(whole)))):
        for odd in random.sample(ODD, 10):
            changed = deepcopy(whole)
            holder, key = list(places(changed))[number]
            holder[key] = odd
            theirs, ours = verdicts(event, changed)
            assert theirs == ours, changed


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_each_list_that_says_everything_twice_is_judged_alike(event: type[Event]) -> None:
    whole = sample(event(), full=True)
    for number in range(len(list(places(whole)))):
        changed = deepcopy(whole)
        holder, key = list(places(changed))[number]
        if isinstance(holder[key], list):
            holder[key] *= 2
            theirs, ours = verdicts(event, changed)
            assert theirs == ours, changed


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_documents_that_nobody_would_think_of_are_judged_alike(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(EVENTS))
    changed = deepcopy(sample(event(), full=data.draw(st.booleans())))
    values = (
        st.sampled_from(ODD)
        | st.text(max_size=20)
        | st.integers()
        | st.floats()
        | st.dictionaries(st.text(), st.text())
    )
    for _change in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from([(changed, "unknown"), *places(changed)]))
        what = data.draw(st.sampled_from(("put", "put", "drop", "add")))
        if what == "drop" and isinstance(holder, dict):
            holder.pop(key, None)
        elif what == "add" and isinstance(holder, dict):
            holder[data.draw(st.text(max_size=5))] = deepcopy(data.draw(values))
        elif isinstance(holder, dict) or key < len(holder):
            holder[key] = deepcopy(data.draw(values))
    theirs, ours = verdicts(event, changed)
    assert theirs == ours, changed
