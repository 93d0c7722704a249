"""The vote: joining by code, the ballot and its rules, closing, counting, and what is left afterwards."""

from typing import Any

import pytest

from services.chassis.testing import ServiceUnderTest
from tests.contention import contested
from tests.service.workshops.conftest import GROUPS, enrol, in_days, paths, person, said
from tests.service.workshops.test_booking_race import all_at_once
from tests.service.workshops.test_easw import confirmed, idea, note, submit


class Room:
    """A workshop with ideas in the plenary, people with a place, and a way to open a vote."""

    def __init__(self, workshops: ServiceUnderTest) -> None:
        self.workshops = workshops
        self.staff = workshops.signed_in("facilitator", city="catania")
        self.phone = workshops.anonymous()
        self.gathering = confirmed(self.staff)
        people = (person(n, group, group="Training") for n, group in enumerate((*GROUPS, "residents")))
        self.people = enrol(self.staff, self.gathering, *people)
        ideas = (idea(n, group="Training" if n < 3 else "Housing") for n in range(6))
        self.ideas = note(self.staff, self.gathering, *ideas)
        submit(self.staff, self.gathering, *self.ideas)
        self.ids = [one["id"] for one in self.ideas]

    def open(self, **rules: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.staff.post(f"/gatherings/{self.gathering['id']}/rounds", rules, status=201)
        return made

    def close(self, round: dict[str, Any]) -> dict[str, Any]:
        path = f"/gatherings/{self.gathering['id']}/rounds/{round['id']}/close"
        closed: dict[str, Any] = self.staff.post(path)
        return closed

    def code_of(self, number: int) -> str:
        path = f"/gatherings/{self.gathering['id']}/registrations/{self.people[number]['id']}/code"
        code: str = self.staff.get(path)["personal_code"]
        return code

    def join(self, round: dict[str, Any], number: int) -> str:
        body = {"personal_code": self.code_of(number)}
        token: str = self.phone.post(f"/rounds/{round['code']}/voters", body, status=201)["token"]
        return token

    def vote(self, round: dict[str, Any], token: str, *places: int, status: int = 200) -> Any:
        votes = [self.ids[place] for place in places]
        return self.phone.post(f"/rounds/{round['code']}/ballots", {"voter": token, "votes": votes}, status=status)


@pytest.fixture
def room(workshops: ServiceUnderTest) -> Room:
    return Room(workshops)


def test_from_the_code_to_the_ranking(room: Room) -> None:
    round = room.open(top_ideas=2)
    shown = room.phone.get(f"/rounds/{round['code'].lower()}")
    assert (shown["status"], shown["results"], shown["votes_per_participant"]) == ("open", None, 5)
    assert [one["id"] for one in shown["ideas"]] == room.ids
    for number, places in enumerate([(0, 1), (0, 1), (0,), (2,), (0, 1)]):
        room.vote(round, room.join(round, number), *places)
    closed = room.close(round)
    ranking = [(one["idea"], one["rank"], one["votes"], one["role_groups"], one["top"]) for one in closed["results"]]
    assert ranking[:3] == [
        (room.ids[0], 1, 4, 3, True), (room.ids[1], 2, 3, 2, True), (room.ids[2], 3, 1, 1, False),
    ]  # fmt: skip
    assert closed["results"][0]["by_role_group"] == {
        "residents": 2, "experts": 1, "administrators": 1, "business": 0,
    }  # fmt: skip
    assert (closed["voters"], closed["run_off"]) == (5, [])
    assert room.staff.get(f"/gatherings/{room.gathering['id']}")["stage"] == "voting_closed"


def test_the_result_is_told_without_small_numbers_by_role_group(room: Room) -> None:
    round = room.open()
    room.vote(round, room.join(round, 0), 0)
    room.close(round)
    [opened], [closed] = said(room.workshops, "round.opened"), said(room.workshops, "round.closed")
    assert (opened["data"]["code"], opened["subject"]) == (round["code"], round["id"])
    best = closed["data"]["results"][0]
    assert (best["idea"], best["rank"], best["votes"], best["title"]) == (room.ids[0], 1, 1, "Idea 0")
    assert set(best["by_role_group"].values()) == {None}
    public = room.phone.get(f"/rounds/{round['code']}")
    assert (public["status"], public["voters"]) == ("closed", 1)
    assert public["results"] == closed["data"]["results"]


def test_a_ballot_can_change_until_the_vote_closes_and_not_after(room: Room) -> None:
    round = room.open()
    token = room.join(round, 0)
    room.vote(round, token, 0, 1)
    assert room.vote(round, token, 2)["votes"] == [room.ids[2]]
    closed = room.close(round)
    assert [(one["idea"], one["votes"]) for one in closed["results"]][0] == (room.ids[2], 1)
    assert sum(one["votes"] for one in closed["results"]) == 1
    assert room.vote(round, token, 0, status=409)["detail"] == "This vote is closed."
    room.phone.post(f"/rounds/{round['code']}/voters", {"personal_code": room.code_of(1)}, status=409)
    assert room.close(round)["results"] == closed["results"]


def test_the_closing_time_closes_the_vote_to_the_second(room: Room) -> None:
    round = room.open(closes_at=in_days(1).isoformat())
    token = room.join(round, 0)
    room.vote(round, token, 0)
    room.workshops.run_job("close-rounds")
    assert room.phone.get(f"/rounds/{round['code']}")["status"] == "open"
    room.workshops.clock.move(days=1)
    room.vote(round, token, 1, status=409)
    assert room.phone.get(f"/rounds/{round['code']}")["status"] == "closed"
    with contested(room.workshops, "rounds", round["id"]):
        room.workshops.run_job("close-rounds")
    results = room.phone.get(f"/rounds/{round['code']}")["results"]
    assert [(one["idea"], one["votes"]) for one in results][0] == (room.ids[0], 1)


def test_each_rule_of_the_ballot_is_named_by_its_field(room: Room) -> None:
    round = room.open(votes_per_participant=2, allow_own_group=False)
    token = room.join(round, 0)
    path = f"/rounds/{round['code']}/ballots"
    assert paths(room.vote(round, token, 3, 4, 5, status=422)) == ["votes"]
    assert paths(room.vote(round, token, 3, 3, status=422)) == ["votes.1"]
    assert paths(room.vote(round, token, 3, 0, status=422)) == ["votes.1"]
    strange = room.phone.post(path, {"voter": token, "votes": ["no-such-idea"]}, status=422)
    assert strange["errors"] == [{"path": "votes.0", "message": "This idea is not in this vote."}]
    assert paths(room.phone.post(path, {"votes": "all"}, status=422)) == ["voter", "votes"]
    room.vote(round, token, 3, 4)


def test_a_person_has_one_ballot_however_often_they_join(room: Room) -> None:
    round = room.open()
    first = room.join(round, 0)
    room.vote(round, first, 0)
    again = room.phone.post(f"/rounds/{round['code']}/voters", {"personal_code": room.code_of(0).lower()}, status=201)
    assert again["votes"] == [room.ids[0]]
    room.vote(round, first, 1, status=403)
    room.vote(round, again["token"], 1)
    assert room.close(round)["voters"] == 1


def test_where_own_ideas_are_barred_the_own_group_must_be_known(room: Room) -> None:
    round = room.open(allow_own_group=False, walk_in_seats=1)
    path = f"/rounds/{round['code']}/voters"
    assert paths(room.phone.post(path, {"role_group": "experts"}, status=422)) == ["group"]
    guest = room.phone.post(path, {"role_group": "experts", "group": "Housing"}, status=201)
    assert paths(room.vote(round, guest["token"], 4, status=422)) == ["votes.0"]
    room.vote(round, guest["token"], 0)


def test_the_short_code_alone_lets_no_stranger_vote(room: Room) -> None:
    round = room.open()
    path = f"/rounds/{round['code']}/voters"
    assert paths(room.phone.post(path, {"role_group": "residents"}, status=422)) == ["personal_code"]
    guessed = {"role_group": "residents", "personal_code": "KC7F-4MPX"}
    assert paths(room.phone.post(path, guessed, status=422)) == ["personal_code"]
    room.vote(round, "made-up-token", 0, status=403)
    room.phone.get("/rounds/ZZZZZZ", status=404)
    room.phone.post("/rounds/ZZZZZZ/voters", {}, status=404)


def test_the_facilitator_may_open_seats_for_people_without_a_code(room: Room) -> None:
    round = room.open(walk_in_seats=2)
    path = f"/rounds/{round['code']}/voters"
    assert paths(room.phone.post(path, {}, status=422)) == ["role_group"]
    callers = [room.workshops.anonymous() for _number in range(5)]
    statuses = all_at_once([
        lambda one=one: one._client.post(one._prefix + path, json={"role_group": "experts"}).status_code
        for one in callers
    ])  # fmt: skip
    assert sorted(statuses) == [201, 201, 422, 422, 422]
    turnout = room.staff.get(f"/gatherings/{room.gathering['id']}/rounds/{round['id']}/turnout")
    assert (turnout["walk_ins"], turnout["joined"]["experts"], turnout["ballots"]) == (2, 2, 0)


def test_who_waits_or_has_cancelled_does_not_vote(room: Room) -> None:
    round = room.open()
    code = room.code_of(1)
    room.staff.post(f"/gatherings/{room.gathering['id']}/registrations/{room.people[1]['id']}/cancel")
    assert paths(room.phone.post(f"/rounds/{round['code']}/voters", {"personal_code": code}, status=422)) == [
        "personal_code"
    ]


def test_facilitators_do_not_vote(room: Room) -> None:
    round = room.open(walk_in_seats=5)
    room.staff.post(f"/rounds/{round['code']}/voters", {"role_group": "experts"}, status=403)


def test_nothing_leads_from_a_counted_ballot_to_a_person(room: Room) -> None:
    round = room.open()
    token = room.join(round, 0)
    room.vote(round, token, 0)
    before = room.workshops.database.rows("ballots").find_one({"round": round["id"]})
    assert before is not None
    room.close(round)
    rows = room.workshops.database.rows
    assert rows("voters").count_documents({}) == 0
    [after] = rows("ballots").find({"round": round["id"]})
    assert after["_id"] != before["_id"]
    assert {**after, "_id": ""} == {"_id": "", "round": round["id"], "role_group": "residents", "votes": [room.ids[0]]}
    assert before["_id"] not in str([row for name in room.workshops.database.declared for row in rows(name).find()])


def test_no_ballot_is_lost_or_late_when_the_vote_closes_under_it(room: Room) -> None:
    round = room.open()
    tokens = [room.join(round, number) for number in range(5)]
    statuses: list[int] = []

    def voting(token: str):  # type: ignore[no-untyped-def]
        caller = room.workshops.anonymous()
        body = {"voter": token, "votes": [room.ids[0]]}
        return lambda: statuses.append(
            caller._client.post(f"{caller._prefix}/rounds/{round['code']}/ballots", json=body).status_code
        )

    all_at_once([*(voting(token) for token in tokens), lambda: room.close(round)])
    counted = room.phone.get(f"/rounds/{round['code']}")["results"][0]["votes"]
    assert set(statuses) <= {200, 409}
    assert counted == statuses.count(200)


def test_one_vote_at_a_time_then_a_run_off_among_the_tied(room: Room) -> None:
    round = room.open(top_ideas=1)
    path = f"/gatherings/{room.gathering['id']}/rounds"
    room.staff.post(path, {}, status=409)
    room.vote(round, room.join(round, 0), 0)
    room.vote(round, room.join(round, 1), 1)
    closed = room.close(round)
    assert closed["run_off"] == room.ids[:2]
    assert [one["top"] for one in closed["results"]] == [False] * 6
    second = room.open(top_ideas=1, ideas=closed["run_off"])
    room.vote(second, room.join(second, 0), 1)
    assert paths(room.vote(second, room.join(second, 1), 4, status=422)) == ["votes.0"]
    assert [one["idea"] for one in room.close(second)["results"]] == [room.ids[1], room.ids[0]]
    assert [one["id"] for one in room.staff.get(path)["items"]] == [round["id"], second["id"]]


def test_a_vote_needs_ideas_in_the_plenary_and_a_time_to_come(room: Room) -> None:
    path = f"/gatherings/{room.gathering['id']}/rounds"
    assert paths(room.staff.post(path, {"closes_at": in_days(-1).isoformat()}, status=422)) == ["closes_at"]
    assert paths(room.staff.post(path, {"ideas": [room.ids[0], "other"]}, status=422)) == ["ideas.1"]
    empty = confirmed(room.staff)
    room.staff.post(f"/gatherings/{empty['id']}/rounds", {}, status=409)
    assert room.staff.get(f"/gatherings/{room.gathering['id']}")["stage"] == "ideas_submitted"


def test_ideas_are_fixed_once_the_vote_has_begun(room: Room) -> None:
    [late] = note(room.staff, room.gathering, idea(9, group="Late"))
    room.open()
    room.staff.post(f"/gatherings/{room.gathering['id']}/ideas/{room.ids[0]}/withdraw", status=409)
    room.staff.post(f"/gatherings/{room.gathering['id']}/ideas/{late['id']}/submit", status=409)
