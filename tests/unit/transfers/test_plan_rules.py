"""The states of an Action Plan and its integration index."""

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.transfers import LINKED_AREAS, PLAN_STATES
from services.transfers.plans.model import (
    NEXT,
    Integration,
    budget_by_source,
    integration,
    may_enter,
    missing_for_adoption,
    overlaps,
)


def measure(*linkages, state="planned"):
    return {"state": state, "linkages": list(linkages)}


def test_the_machine_knows_exactly_the_states_of_the_contract():
    assert set(NEXT) == set(PLAN_STATES)


def test_an_adopted_plan_changes_only_through_a_revision_that_is_adopted_again():
    assert not may_enter("adopted", "draft")
    assert may_enter("adopted", "revised")
    assert may_enter("in_implementation", "revised")
    assert NEXT["revised"] == ("adopted",)


def test_adoption_needs_a_decision_and_a_measure():
    assert missing_for_adoption(None, 0) == ["decision", "measures"]
    assert missing_for_adoption({"reference": ""}, 1) == ["decision"]
    assert missing_for_adoption({"reference": "LDP 3/2026"}, 1) == []


def test_the_index_is_the_share_of_linked_measures_times_the_areas_they_reach():
    measures = [measure("housing", "employment"), measure("employment"), measure(), measure()]
    assert integration(measures) == Integration(4, 2, ("employment", "housing"), 1.0)


def test_a_plan_without_measures_has_an_index_of_nothing():
    assert integration([]) == Integration(0, 0, (), 0.0)


def test_dropped_measures_do_not_count():
    assert integration([measure("housing"), measure("employment", state="dropped")]) == integration(
        [measure("housing")]
    )


@given(st.lists(st.lists(st.sampled_from(LINKED_AREAS), unique=True)))
def test_the_index_stays_between_nothing_and_all_four_areas(linkages):
    found = integration([measure(*areas) for areas in linkages])
    assert 0 <= found.integration_index <= 4
    assert (found.integration_index == 4) == (
        bool(linkages) and all(linkages) and {area for areas in linkages for area in areas} == set(LINKED_AREAS)
    )


def test_the_budget_is_summed_by_source_and_currency_without_dropped_measures():
    def asks(source, amount, currency="EUR", state="planned"):
        return {"state": state, "budget": [{"source": source, "amount": {"amount": amount, "currency": currency}}]}

    measures = [
        asks("amif", 100),
        asks("amif", 50),
        asks("amif", 7, "HUF"),
        asks("municipal", 1),
        asks("esf_plus", 9, state="dropped"),
    ]
    assert budget_by_source(measures) == [
        {"source": "amif", "amount": {"amount": 150, "currency": "EUR"}},
        {"source": "amif", "amount": {"amount": 7, "currency": "HUF"}},
        {"source": "municipal", "amount": {"amount": 1, "currency": "EUR"}},
    ]


def test_periods_overlap_when_they_share_a_day():
    first = {"starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    assert overlaps(first, {"starts_on": "2027-12-31", "ends_on": "2028-12-31"})
    assert not overlaps(first, {"starts_on": "2028-01-01", "ends_on": "2028-12-31"})
