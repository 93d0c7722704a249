"""Which step of a transfer follows which, and what each gate asks for."""

from datetime import date

import pytest

from services.contracts.transfers import TRANSFER_STATES
from services.transfers.transfers.model import (
    GATES,
    NEXT,
    UNDER_WAY,
    diary_due,
    may_enter,
    missing_items,
    open_components,
    start_components,
)


def transfer(state="proposed", items=(), components=()):
    return {
        "state": state,
        "evidence": [{"item": item} for item in items],
        "components": [
            {"id": id, "adaptation": adaptation, "progress": progress} for id, adaptation, progress in components
        ],
    }


def test_the_machine_knows_exactly_the_states_of_the_contract():
    assert set(NEXT) == {"proposed", *GATES} == set(TRANSFER_STATES)


def test_the_way_to_embedded_goes_through_every_step():
    way = ["proposed", "screened", "understanding", "adapting", "re_using", "embedded"]
    for place, state in enumerate(way[:-1]):
        assert [step for step in way if may_enter(transfer(state), step)] == [way[place + 1]]


@pytest.mark.parametrize("state", UNDER_WAY)
def test_a_transfer_under_way_can_be_abandoned(state):
    assert may_enter(transfer(state), "abandoned")


@pytest.mark.parametrize("state", ["embedded", "partly_embedded", "abandoned"])
def test_nothing_follows_an_end(state):
    assert not any(may_enter(transfer(state), step) for step in TRANSFER_STATES)


def test_a_gate_names_each_item_that_is_not_on_file():
    assert missing_items(transfer(), "screened") == ["needs_analysis", "match_decision"]
    assert missing_items(transfer(items=["needs_analysis"]), "screened") == ["match_decision"]
    assert missing_items(transfer(items=["needs_analysis", "match_decision"]), "screened") == []


def test_a_pilot_needs_a_decision_on_every_component():
    one_open = transfer("adapting", components=[("a", "as_is", "not_started"), ("b", None, "not_started")])
    assert open_components(one_open, "re_using") == ["b"]


def test_embedded_means_every_component_that_was_not_dropped_is_in_use():
    kept = [("a", "as_is", "in_use"), ("b", "adapted", "in_progress"), ("c", "dropped", "not_started")]
    assert open_components(transfer("re_using", components=kept), "embedded") == ["b"]


def test_partly_embedded_needs_one_component_in_use():
    none_in_use = [("a", "as_is", "in_progress"), ("b", "adapted", "not_started")]
    one_in_use = [("a", "as_is", "in_use"), ("b", "adapted", "not_started")]
    assert open_components(transfer("re_using", components=none_in_use), "partly_embedded") == ["a", "b"]
    assert open_components(transfer("re_using", components=one_in_use), "partly_embedded") == []


def test_abandoning_asks_nothing_of_the_components():
    assert open_components(transfer(components=[("a", None, "not_started")]), "abandoned") == []


def test_components_enter_a_transfer_undecided():
    assert start_components([{"id": "a", "title": {"en": "A"}, "description": {}}]) == [
        {"id": "a", "title": {"en": "A"}, "adaptation": None, "reason": None, "progress": "not_started"}
    ]


def test_the_diary_is_due_ninety_days_later():
    assert diary_due(date(2026, 11, 24)) == "2027-02-22"
