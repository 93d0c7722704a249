"""Who gets a place and who waits, for any order of coming and going."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.workshops.registrations.model import Limits, Waiting, may_remind, positions, promotions

GROUPS = ("residents", "experts", "administrators", "business")
quotas = st.fixed_dictionaries({group: st.none() | st.integers(0, 6) for group in GROUPS})
limits = st.builds(Limits, capacity=st.integers(1, 15), quotas=quotas)
queue = st.lists(st.sampled_from(GROUPS), max_size=30).map(
    lambda groups: [Waiting(f"{number:02}", group) for number, group in enumerate(groups)]
)


def count(people: list[Waiting]) -> dict[str, int]:
    return {group: sum(one.role_group == group for one in people) for group in GROUPS}


def test_a_quota_and_the_capacity_both_limit() -> None:
    places = Limits(capacity=3, quotas={"residents": 2, "experts": None})
    assert places.has_place({"residents": 1}, "residents")
    assert not places.has_place({"residents": 2}, "residents")
    assert places.has_place({"residents": 2}, "experts")
    assert not places.has_place({"residents": 2, "experts": 1}, "business")


def test_a_later_comer_of_a_group_with_places_is_promoted_before_an_earlier_one_of_a_full_group() -> None:
    places = Limits(capacity=10, quotas={"residents": 1})
    waiting = [Waiting("first", "residents"), Waiting("second", "experts")]
    assert promotions(places, {"residents": 1}, waiting) == [Waiting("second", "experts")]


@given(limits, queue)
def test_promotion_never_exceeds_a_quota_or_the_capacity(places: Limits, waiting: list[Waiting]) -> None:
    assert places.are_kept_by(count(promotions(places, {}, waiting)))


@given(limits, queue)
def test_after_promotion_nobody_waits_for_whom_there_is_a_place(places: Limits, waiting: list[Waiting]) -> None:
    promoted = promotions(places, {}, waiting)
    left = [one for one in waiting if one not in promoted]
    assert not [one for one in left if places.has_place(count(promoted), one.role_group)]


@given(limits, queue)
def test_nobody_overtakes_another_of_the_same_group(places: Limits, waiting: list[Waiting]) -> None:
    promoted = promotions(places, {}, waiting)
    for group in GROUPS:
        came = [one for one in waiting if one.role_group == group]
        got = [one for one in promoted if one.role_group == group]
        assert got == came[: len(got)]


@given(limits, queue)
def test_promoting_one_by_one_or_all_at_once_gives_the_same(places: Limits, waiting: list[Waiting]) -> None:
    promoted: list[Waiting] = []
    for one in waiting:
        promoted += promotions(places, count(promoted), [one])
    assert promoted == promotions(places, {}, waiting)


@given(queue)
def test_positions_count_from_one_within_each_group(waiting: list[Waiting]) -> None:
    found = positions(waiting)
    for group in GROUPS:
        own = [found[one.id] for one in waiting if one.role_group == group]
        assert own == list(range(1, len(own) + 1))


def test_a_person_is_reminded_once_a_day_at_most() -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert may_remind(None, now)
    assert not may_remind(now - timedelta(hours=23), now)
    assert may_remind(now - timedelta(hours=24), now)
