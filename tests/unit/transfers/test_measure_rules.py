"""What a measure takes over from an idea, and how its indicators and states move."""

from services.contracts.transfers import MEASURE_STATES
from services.transfers.measures.model import (
    NEXT,
    is_integrated,
    may_enter,
    report_value,
    taken_from_idea,
    with_reported_values,
)


def test_the_machine_knows_exactly_the_states_of_the_contract():
    assert set(NEXT) == set(MEASURE_STATES)


def test_a_measure_may_stay_where_it_is_and_not_skip_a_step():
    assert may_enter("planned", "planned")
    assert may_enter("planned", "in_progress")
    assert not may_enter("planned", "completed")
    assert not may_enter("dropped", "in_progress")


def test_a_measure_without_linkage_is_not_integrated():
    assert not is_integrated([])
    assert is_integrated(["housing"])


def test_an_idea_gives_its_title_what_and_how_in_its_own_language():
    idea = {"title": "Sportello", "what": "Uno sportello", "how": "Due mediatori", "language": "it"}
    assert taken_from_idea(idea) == {
        "title": {"it": {"text": "Sportello", "status": "original"}},
        "objective": {"it": {"text": "Uno sportello", "status": "original"}},
        "description": {"it": {"text": "Due mediatori", "status": "original"}},
    }


def test_a_changed_indicator_keeps_what_was_reported_under_its_id():
    former = [{"id": "places", "values": [{"value": 3, "measured_on": "2026-05-01"}]}]
    kept = with_reported_values([{"id": "places", "target": 9}, {"id": "hours", "target": 5}], former)
    assert [(one["id"], one["target"], one["current"]) for one in kept] == [
        ("places", 9, 3),
        ("hours", 5, None),
    ]


def test_the_value_measured_last_is_the_current_one_whatever_the_order_of_reports():
    june = report_value({"id": "places", "values": [], "current": None}, 8, "2026-06-30")
    both = report_value(june, 5, "2026-03-31")
    assert (both["current"], [one["value"] for one in both["values"]]) == (8, [5, 8])
