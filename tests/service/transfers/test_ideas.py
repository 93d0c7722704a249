"""Ideas of workshops as they become readable here, whatever order the events come in."""

from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.workshops import IdeaSubmitted, IdeaWithdrawn, RoundClosed
from tests.service.transfers.samples import IDEA

NO_GROUPS = {"residents": None, "experts": None, "administrators": None, "business": None}


def result(idea: str, rank: int, votes: int, top: bool = True) -> dict[str, Any]:
    return {
        "idea": idea, "title": "An idea", "rank": rank, "votes": votes, "role_groups": 2,
        "by_role_group": NO_GROUPS, "top": top,
    }  # fmt: skip


def closed(*results: dict[str, Any]) -> dict[str, Any]:
    return {
        "gathering": "gathering-1", "code": "K7Q2", "ideas": [one["idea"] for one in results],
        "votes_per_participant": 5, "closes_at": None, "voters": 12, "results": list(results), "run_off": [],
    }  # fmt: skip


def hear_idea(transfers: ServiceUnderTest, id: str) -> None:
    transfers.hears(IdeaSubmitted, subject=id, data={**IDEA, "title": id}, city="catania")


def hear_result(transfers: ServiceUnderTest, round_id: str, *results: dict[str, Any]) -> Any:
    return transfers.hears(RoundClosed, subject=round_id, version=2, data=closed(*results), city="catania")


def standing(caller: Caller) -> list[tuple[str, int | None, int | None]]:
    found = caller.get("/ideas", query_string={"gathering": "gathering-1"})["items"]
    return [(one["id"], one["votes"], one["rank"]) for one in found]


def test_ideas_come_with_their_votes_the_best_first(transfers: ServiceUnderTest, catania: Caller) -> None:
    for id in ("a", "b", "c"):
        hear_idea(transfers, id)
    hear_result(transfers, "round-1", result("b", 1, 9), result("a", 2, 4))
    assert standing(catania) == [("b", 9, 1), ("a", 4, 2), ("c", None, None)]


def test_a_result_that_comes_before_its_ideas_waits_for_them(transfers: ServiceUnderTest, catania: Caller) -> None:
    hear_idea(transfers, "a")
    event = hear_result(transfers, "round-1", result("b", 1, 9), result("a", 2, 4))
    assert transfers.inbox_state(event) == "waiting"
    assert standing(catania) == [("a", None, None)]
    hear_idea(transfers, "b")
    transfers.clock.move(minutes=10)
    transfers.retry()
    assert transfers.inbox_state(event) == "done"
    assert standing(catania) == [("b", 9, 1), ("a", 4, 2)]


def test_what_is_heard_twice_counts_once(transfers: ServiceUnderTest, catania: Caller) -> None:
    for _time in range(2):
        hear_idea(transfers, "a")
        hear_result(transfers, "round-1", result("a", 1, 9))
    assert standing(catania) == [("a", 9, 1)]


def test_an_idea_corrected_after_the_vote_keeps_its_votes(transfers: ServiceUnderTest, catania: Caller) -> None:
    hear_idea(transfers, "a")
    hear_result(transfers, "round-1", result("a", 1, 9))
    transfers.hears(IdeaSubmitted, subject="a", version=2, data={**IDEA, "title": "Better"}, city="catania")
    [shown] = catania.get("/ideas")["items"]
    assert (shown["title"], shown["votes"]) == ("Better", 9)


def test_older_news_of_an_idea_does_no_harm(transfers: ServiceUnderTest, catania: Caller) -> None:
    transfers.hears(IdeaWithdrawn, subject="a", version=2, data=IDEA, city="catania")
    hear_idea(transfers, "a")
    assert standing(catania) == []


def test_a_run_off_leaves_the_ranks_of_the_whole_vote(transfers: ServiceUnderTest, catania: Caller) -> None:
    for id in ("a", "b", "c"):
        hear_idea(transfers, id)
    whole = [result("a", 1, 9), result("b", 2, 4, top=False), result("c", 2, 4, top=False)]
    hear_result(transfers, "round-2", result("c", 1, 11), result("b", 2, 1, top=False))
    hear_result(transfers, "round-1", *whole)
    assert standing(catania) == [("a", 9, 1), ("b", 4, 2), ("c", 4, 2)]
    on_top = catania.get("/ideas", query_string={"top": "true"})["items"]
    assert [one["id"] for one in on_top] == ["a", "c"]


def test_an_idea_shows_the_measure_it_became(catania: Caller, plan: dict[str, Any], idea: str) -> None:
    origin = {"kind": "easw_idea", "id": idea}
    measure = catania.post(f"/plans/{plan['id']}/measures", {"origin": origin}, status=201)
    became = {
        "id": measure["id"], "plan": plan["id"], "number": 1, "title": measure["title"], "state": "planned",
    }  # fmt: skip
    assert catania.get(f"/ideas/{idea}")["measures"] == [became]
    assert catania.get("/ideas")["items"][0]["measures"] == [became]


def test_ideas_belong_to_their_city(bologna: Caller, idea: str) -> None:
    assert bologna.get("/ideas")["items"] == []
    bologna.get(f"/ideas/{idea}", status=404)
