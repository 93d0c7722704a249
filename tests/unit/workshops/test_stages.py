"""The steps of an EASW, and what an idea must say before the plenary hears it."""

import pytest

from services.contracts.workshops import EASW_STAGES
from services.workshops.easw.model.ideas import group_is_full, unsaid
from services.workshops.easw.model.stages import FIRST, STAGES, STEPS, Step, WrongStage, after


def test_a_workshop_goes_from_recruiting_to_the_closed_vote_and_into_a_run_off() -> None:
    steps: list[Step] = ["confirm", "submit_idea", "submit_idea", "open_round", "close_round", "open_round"]
    stages = [FIRST]
    for step in steps:
        stages.append(after(stages[-1], step))
    assert stages == [
        "recruiting", "confirmed", "ideas_submitted", "ideas_submitted", "voting_open", "voting_closed", "voting_open",
    ]  # fmt: skip


def test_a_step_out_of_its_stage_is_refused_and_says_where_the_workshop_stands() -> None:
    with pytest.raises(WrongStage) as refused:
        after("recruiting", "open_round")
    assert (refused.value.stage, refused.value.step) == ("recruiting", "open_round")


def test_no_step_leads_back_before_its_stage_but_a_second_vote() -> None:
    back = [(stage, step) for (stage, step), then in STEPS.items() if STAGES.index(then) < STAGES.index(stage)]
    assert back == [("voting_closed", "open_round")]


def test_an_idea_must_say_what_how_and_who() -> None:
    assert unsaid({"what": "a course", "how": "in the evening", "who": "the school"}) == []
    assert unsaid({"what": "a course", "how": " ", "who": None}) == ["how", "who"]


def test_a_group_brings_five_ideas_and_no_sixth() -> None:
    assert [group_is_full(number) for number in (4, 5)] == [False, True]


def test_events_can_name_every_stage() -> None:
    assert EASW_STAGES == STAGES
