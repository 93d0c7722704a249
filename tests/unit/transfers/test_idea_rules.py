"""Where an idea stands after one or several votes."""

from services.transfers.ideas.model import standing, with_result

PLENARY = {"round": "r1", "version": 2, "ideas": 20, "votes": 7, "rank": 5, "top": False}
RUN_OFF = {"round": "r2", "version": 2, "ideas": 2, "votes": 19, "rank": 1, "top": True}


def test_a_run_off_decides_who_is_on_top_and_leaves_the_rank_of_the_whole_vote():
    assert standing([PLENARY, RUN_OFF]) == {"votes": 7, "rank": 5, "top": True}


def test_rounds_heard_in_any_order_give_the_same_results():
    assert with_result([RUN_OFF], PLENARY) == with_result([PLENARY], RUN_OFF) == [PLENARY, RUN_OFF]


def test_a_round_heard_twice_counts_once():
    assert with_result([PLENARY], PLENARY) == [PLENARY]


def test_an_older_version_of_a_round_changes_nothing() -> None:
    older = {**PLENARY, "version": 1, "votes": 1}
    assert with_result([PLENARY], older) == with_result([older], PLENARY) == [PLENARY]
