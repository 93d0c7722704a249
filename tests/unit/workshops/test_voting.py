"""Ballots and their counting: the invariants of the vote."""

from hypothesis import given
from hypothesis import strategies as st

from services.workshops.easw.model.disclosure import THRESHOLD, shown
from services.workshops.easw.model.voting import Ballot, Result, Rules, run_off, tally, top

GROUPS = ("residents", "experts", "administrators", "business")
IDEAS = [f"idea-{number}" for number in range(8)]
RULES = Rules(groups=dict.fromkeys(IDEAS), votes_per_participant=5)

good_ballots = st.lists(
    st.builds(
        Ballot,
        role_group=st.sampled_from(GROUPS),
        votes=st.lists(st.sampled_from(IDEAS), unique=True, max_size=5).map(tuple),
    ),
    max_size=40,
)


def votes_of(*ballots: tuple[str, str]) -> list[Result]:
    """The results of ballots of one vote each, as (role group, idea)."""
    return tally(IDEAS[:3], [Ballot(group, (idea,)) for group, idea in ballots])


@given(good_ballots)
def test_no_vote_is_lost_or_added(ballots: list[Ballot]) -> None:
    assert all(RULES.fault(ballot.votes, None) is None for ballot in ballots)
    results = tally(IDEAS, ballots)
    assert sum(result.votes for result in results) == sum(len(ballot.votes) for ballot in ballots)
    assert sum(result.votes for result in results) <= 5 * len(ballots)
    assert all(sum(result.by_role_group.values()) == result.votes for result in results)


@given(good_ballots, st.randoms())
def test_the_ranking_does_not_depend_on_the_order_of_ballots_or_ideas(ballots, random) -> None:  # type: ignore[no-untyped-def]
    mixed, ideas = list(ballots), list(IDEAS)
    random.shuffle(mixed)
    random.shuffle(ideas)
    assert tally(ideas, mixed) == tally(IDEAS, ballots)


@given(good_ballots)
def test_ranks_follow_votes_then_role_groups(ballots: list[Ballot]) -> None:
    results = tally(IDEAS, ballots)
    merits = [(result.votes, result.role_groups) for result in results]
    assert merits == sorted(merits, reverse=True)
    assert results[0].rank == 1
    for place, (one, other) in enumerate(zip(results, results[1:], strict=False), start=2):
        same = merits[place - 2] == merits[place - 1]
        assert other.rank == (one.rank if same else place)


@given(good_ballots, st.integers(1, 8))
def test_an_idea_is_never_both_at_the_top_and_in_the_run_off(ballots: list[Ballot], places: int) -> None:
    results = tally(IDEAS, ballots)
    assert not top(results, places) & set(run_off(results, places))
    assert len(top(results, places)) <= places


def test_more_role_groups_break_a_tie() -> None:
    results = votes_of(
        ("residents", "idea-0"), ("residents", "idea-0"), ("residents", "idea-1"), ("business", "idea-1")
    )
    assert [(result.idea, result.rank) for result in results] == [("idea-1", 1), ("idea-0", 2), ("idea-2", 3)]


def test_a_tie_across_the_last_place_needs_a_run_off() -> None:
    results = votes_of(("residents", "idea-0"), ("experts", "idea-1"))
    assert run_off(results, 1) == ["idea-0", "idea-1"]
    assert top(results, 1) == set()
    assert run_off(results, 2) == []
    assert top(results, 2) == {"idea-0", "idea-1"}


def test_ideas_without_a_vote_neither_win_nor_run_off() -> None:
    results = votes_of(("residents", "idea-0"))
    assert run_off(results, 2) == []
    assert top(results, 2) == {"idea-0"}


def test_each_way_of_filling_a_ballot_wrongly_is_told_apart() -> None:
    rules = Rules(groups={"a": "1", "b": "2"}, votes_per_participant=2, allow_own_group=False)
    assert rules.fault(["a", "b"], None) is None
    assert rules.fault([], "1") is None
    assert rules.fault(["a", "b", "a"], None) == ("too_many_votes", 2)
    assert rules.fault(["b", "c"], None) == ("unknown_idea", 1)
    assert rules.fault(["b", "b"], None) == ("too_many_for_one", 1)
    assert rules.fault(["b", "a"], "1") == ("own_group", 1)


def test_several_votes_for_one_idea_where_the_rules_allow_them() -> None:
    rules = Rules(groups={"a": None}, votes_per_participant=3, max_votes_per_idea_per_person=2)
    assert rules.fault(["a", "a"], None) is None
    assert rules.fault(["a", "a", "a"], None) == ("too_many_for_one", 2)


@given(st.fixed_dictionaries({group: st.integers(0, 12) for group in GROUPS}))
def test_small_numbers_never_show_and_never_stand_alone(cells: dict[str, int]) -> None:
    public = shown(cells)
    assert all(count is None or (count == cells[group] and count >= THRESHOLD) for group, count in public.items())
    assert list(public.values()).count(None) != 1


def test_what_the_total_would_give_away_is_withheld_too() -> None:
    assert shown({"residents": 8, "experts": 7, "administrators": 6, "business": 2}) == {
        "residents": 8, "experts": 7, "administrators": None, "business": None,
    }  # fmt: skip
    assert shown({"residents": 9, "experts": 0, "administrators": 0, "business": 0})["residents"] is None
    assert shown({"residents": 9, "experts": 8, "administrators": 4, "business": 4}) == {
        "residents": 9, "experts": None, "administrators": None, "business": None,
    }  # fmt: skip
    assert shown({"residents": 9, "experts": 8, "administrators": 7, "business": 5}) == {
        "residents": 9, "experts": 8, "administrators": 7, "business": 5,
    }  # fmt: skip
