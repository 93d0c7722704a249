"""The rules of quorum, minutes, decisions, agreements and the capacity self-assessment."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.partnerships import model as mandates
from services.registry.partnerships.agreements import model as agreements
from services.registry.partnerships.assessments import model as assessments
from services.registry.partnerships.decisions import model as decisions
from services.registry.partnerships.meetings import model as meetings
from services.registry.partnerships.model import Mandate

NAMES = st.frozensets(st.sampled_from("abcdefghij"))
PERCENT = st.integers(0, 100)
DAYS = st.sampled_from([f"2026-01-{day:02}" for day in range(1, 20)])
COUNTS = st.integers(0, 30)


@pytest.mark.parametrize(
    ("voters", "percent", "needed"),
    [(1, 50, 1), (2, 50, 2), (5, 50, 3), (6, 50, 4), (3, 0, 1), (3, 66, 2), (3, 67, 3), (3, 100, 3), (0, 50, 0)],
)
def test_a_quorum_is_more_than_a_share_of_the_voters(voters: int, percent: int, needed: int) -> None:
    assert meetings.quorum("abcdefghij"[:voters], "", percent).needed == needed


@given(NAMES, NAMES, NAMES, PERCENT)
def test_only_voters_count_and_more_of_them_never_undo_a_quorum(
    voters: frozenset[str], present: frozenset[str], more: frozenset[str], percent: int
) -> None:
    counted = meetings.quorum(voters, present, percent)
    assert counted == meetings.quorum(voters, [*present, *present, "a guest"], percent)
    assert counted.reached <= meetings.quorum(voters, present | more, percent).reached
    assert meetings.quorum(voters, voters, percent).reached == bool(voters)
    assert not meetings.quorum(voters, present - voters, percent).reached


@given(NAMES, NAMES, PERCENT)
def test_a_quorum_is_reached_exactly_above_its_share(
    voters: frozenset[str], present: frozenset[str], percent: int
) -> None:
    there = len(voters & present)
    above = there * 100 > len(voters) * percent or (percent == 100 and there == len(voters) > 0)
    assert meetings.quorum(voters, present, percent).reached == above


@given(
    st.lists(st.builds(Mandate, st.sampled_from("abc"), st.sampled_from(mandates.ROLES), DAYS, DAYS), max_size=6), DAYS
)
def test_who_votes_has_a_voting_mandate_on_that_very_day(members: list[Mandate], day: str) -> None:
    voters = mandates.voters(tuple(members), day)
    for one in members:
        if one.role in ("lead", "core") and one.since <= day <= (one.until or day):
            assert one.organisation in voters
    assert all(any(one.organisation == name and one.role in ("lead", "core") for one in members) for name in voters)


def test_associates_and_observers_do_not_vote_nor_who_joins_later() -> None:
    members = mandates.form("lead", [Mandate("a", "associate", "2026-01-01"), Mandate("o", "observer", "2026-01-01"),
                                     Mandate("core", "core", "2026-03-01")], "2026-01-01")  # fmt: skip
    assert mandates.voters(members, "2026-02-28") == {"lead"}
    assert mandates.voters(members, "2026-03-01") == {"lead", "core"}


@pytest.mark.parametrize(
    ("check", "status", "minutes", "broken"),
    [
        (meetings.check_change, "cancelled", "none", meetings.AlreadyCancelled),
        (meetings.check_change, "held", "approved", meetings.MinutesApproved),
        (meetings.check_cancel, "held", "none", meetings.AlreadyHeld),
        (meetings.check_minutes, "planned", "none", meetings.NotHeld),
        (meetings.check_approval, "held", "none", meetings.NoMinutes),
        (meetings.check_approval, "held", "approved", meetings.MinutesApproved),
    ],
)
def test_minutes_take_their_steps_in_order(
    check: Callable[[str, str], None], status: str, minutes: str, broken: type[Exception]
) -> None:  # fmt: skip
    with pytest.raises(broken):
        check(status, minutes)


@given(COUNTS, COUNTS, COUNTS, st.integers(0, 60))
def test_a_vote_adopts_by_more_for_than_against_and_never_by_more_than_were_there(
    pro: int, contra: int, abstained: int, present: int
) -> None:
    votes = pro, contra, abstained
    if pro + contra + abstained > present:
        with pytest.raises(decisions.TooManyVotes):
            decisions.outcome("vote", votes, present)
    else:
        assert (decisions.outcome("vote", votes, present) == "adopted") == (pro > contra)


def test_consensus_has_no_counts_and_a_vote_has_all() -> None:
    assert decisions.outcome("consensus", (None, None, None), 3) == "adopted"
    with pytest.raises(decisions.CountsWithoutVote):
        decisions.outcome("consensus", (1, None, None), 3)
    with pytest.raises(decisions.CountsMissing):
        decisions.outcome("vote", (1, 0, None), 3)


def test_what_was_rejected_leaves_nothing_to_do() -> None:
    assert decisions.status("adopted", "a", None) == decisions.status("adopted", None, "2026-01-01") == "open"
    assert decisions.status("rejected", "a", "2026-01-01") == decisions.status("adopted", None, None) == "nothing_to_do"


@given(st.dates(min_value=date(2000, 1, 1)), st.integers(0, 366))
def test_the_end_is_reminded_of_before_it_comes(end: date, days: int) -> None:
    remind_on = agreements.remind_on("2000-01-01", str(end), days)
    assert remind_on is not None and (remind_on == str(end)) == (days == 0) and remind_on <= str(end)


def test_an_agreement_ends_after_it_was_signed_and_the_latest_signed_holds() -> None:
    with pytest.raises(agreements.ExpiresBeforeItWasSigned):
        agreements.remind_on("2026-05-01", "2026-04-30", 10)
    old = {"_id": "old", "signed_on": "2025-01-01", "expires_on": "2026-12-31"}
    new = {"_id": "new", "signed_on": "2026-06-01", "expires_on": None}
    assert agreements.in_force([old, new], "2026-05-31") is old
    assert agreements.in_force([old, new], "2026-06-01") is new
    assert agreements.in_force([old], "2027-01-01") is None
    assert agreements.renewed(old, [old, new]) and not agreements.renewed(old, [old])


def test_the_moments_of_an_assessment_follow_each_other() -> None:
    assessments.check_order({"start": "2026-01-01", "end": "2026-01-01"})
    with pytest.raises(assessments.OutOfOrder):
        assessments.check_order({"end": "2026-01-01", "middle": "2026-02-01"})
    first, last = dict.fromkeys(assessments.DIMENSIONS, 2), dict.fromkeys(assessments.DIMENSIONS, 5)
    assert assessments.progress(first, last | {"funding": 1})["funding"] == -1
