"""Rules of the registry tried with whatever comes: composition, judgements, agreements, merges, what is new."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.chassis.store.history import differences
from services.registry.duplicates.model import moved, moved_back
from services.registry.organisations.model import ORGANISATION_KINDS
from services.registry.partnerships.agreements.model import in_force
from services.registry.partnerships.composition import GROUPS, composition
from services.registry.searches.model import new_finds
from services.registry.stakeholders.model import OlderThanTheLast, judged

IDS = st.text("abcdef", min_size=1, max_size=3)
DAYS = st.dates().map(str)
KINDS = st.dictionaries(IDS, st.sampled_from(ORGANISATION_KINDS), max_size=8)


@given(KINDS, KINDS)
def test_more_members_never_leave_a_group_without_a_voice(kinds: dict[str, str], more: dict[str, str]) -> None:
    for group in composition(kinds):
        assert group["organisations"] == sorted(id for id in kinds if kinds[id] in GROUPS[str(group["group"])])
    speaking = {one["group"] for one in composition(kinds) if one["organisations"]}
    assert speaking <= {one["group"] for one in composition(more | kinds) if one["organisations"]}


@given(st.lists(DAYS, max_size=8))
def test_judgements_stand_in_the_order_of_their_days_and_none_is_lost(days: list[str]) -> None:
    scores: list[Any] = []
    for number, day in enumerate(days):
        try:
            scores = judged(scores, {"day": day, "power": number})
            assert scores[-1] == {"day": day, "power": number}
        except OlderThanTheLast:
            assert day < scores[-1]["day"]
    told = [one["day"] for one in scores]
    assert told == sorted(set(told))


AGREEMENTS = st.lists(st.fixed_dictionaries({"signed_on": DAYS, "expires_on": st.none() | DAYS}), max_size=6)


@given(AGREEMENTS, DAYS)
def test_the_agreement_in_force_holds_and_none_that_holds_was_signed_later(agreements: list[Any], day: str) -> None:
    holding = [one for one in agreements if one["signed_on"] <= day <= (one["expires_on"] or day)]
    found = in_force(agreements, day)
    assert (found is None) == (holding == [])
    assert found is None or found in holding and all(one["signed_on"] <= found["signed_on"] for one in holding)


VALUES = st.recursive(
    st.none() | st.sampled_from(["old", "x", "y"]) | st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=3, unique_by=repr) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=8,
)


NAMED = st.sampled_from(["old", "x", "y"])
ROLES = st.fixed_dictionaries({"organisation": NAMED, "role": IDS})
NAMING = NAMED | st.none() | st.lists(NAMED, unique=True) | st.lists(ROLES, max_size=4, unique_by=repr)


@given(NAMING)
def test_what_a_merge_moves_an_undo_puts_back(before: Any) -> None:
    after = moved(before, "old", "new")
    assert "'old'" not in repr(after)
    assert moved_back(after, before, "old", "new") == before
    assert moved(after, "old", "new") == after


@given(st.lists(IDS), st.lists(IDS))
def test_a_find_is_new_once(found: list[str], known: list[str]) -> None:
    new = new_finds(found, known)
    assert not set(new) & set(known)
    assert new_finds(found, [*new, *known]) == []


FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), VALUES)


@given(FIELDS, FIELDS)
def test_the_differences_lead_from_before_to_after_and_back(before: dict[str, Any], after: dict[str, Any]) -> None:
    kept = ("a", "b", "c")
    changes = differences(kept, before, after)
    forwards = before | {one["field"]: one["after"] for one in changes}
    backwards = after | {one["field"]: one["before"] for one in changes}
    assert all(forwards.get(name) == after.get(name) and backwards.get(name) == before.get(name) for name in kept)
    assert all(one["before"] != one["after"] and one["field"] in kept for one in changes)
    assert {one["field"] for one in changes} == {name for name in kept if before.get(name) != after.get(name)}
