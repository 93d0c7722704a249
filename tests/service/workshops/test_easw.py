"""From recruiting to the plenary: confirming a workshop, and its ideas with WHAT, HOW and WHO."""

import threading
from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.workshops.conftest import GROUPS, SMALL, enrol, paths, person, plan, said
from tests.service.workshops.test_booking_race import all_at_once


def confirmed(staff: Caller, **facts: Any) -> dict[str, Any]:
    """A confirmed workshop without bounds of size."""
    made = plan(staff, sizes=SMALL, **facts)
    answer: dict[str, Any] = staff.post(f"/gatherings/{made['id']}/confirm")
    return answer


def idea(number: int = 1, **facts: Any) -> dict[str, Any]:
    """The body of a whole idea."""
    return {
        "title": f"Idea {number}",
        "what": "Evening courses of Italian at the workplace",
        "how": "The employers lend a room, the centre for adult education sends teachers",
        "who": "The centre for adult education",
        "theme": "Language and training",
        "group": "Training",
        **facts,
    }


def note(staff: Caller, at: dict[str, Any], *ideas: dict[str, Any]) -> list[dict[str, Any]]:
    return [staff.post(f"/gatherings/{at['id']}/ideas", one, status=201) for one in ideas]


def submit(staff: Caller, at: dict[str, Any], *ideas: dict[str, Any]) -> None:
    for one in ideas:
        staff.post(f"/gatherings/{at['id']}/ideas/{one['id']}/submit")


def test_a_workshop_is_confirmed_only_with_enough_people_of_every_group(staff: Caller) -> None:
    made = plan(staff, sizes={"block_below": 6, "block_group_below": 2})
    enrol(staff, made, *(person(n, group) for n, group in enumerate(GROUPS)))
    problem = staff.post(f"/gatherings/{made['id']}/confirm", status=409)
    assert [error["message"] for error in problem["errors"]][:2] == [
        "4 people are registered; at least 6 are needed to start.",
        "Residents: 1 person is registered; at least 2 are needed.",
    ]
    enrol(staff, made, *(person(n, group) for n, group in enumerate(GROUPS, start=4)))
    assert staff.post(f"/gatherings/{made['id']}/confirm")["stage"] == "confirmed"
    assert staff.post(f"/gatherings/{made['id']}/confirm", status=409)["detail"] == (
        "This workshop is confirmed already."
    )


def test_other_methods_have_no_stage_no_ideas_and_no_vote(staff: Caller) -> None:
    made = plan(staff, method="gopp")
    assert made["stage"] is None
    staff.post(f"/gatherings/{made['id']}/confirm", status=409)
    staff.post(f"/gatherings/{made['id']}/ideas", idea(), status=409)
    staff.post(f"/gatherings/{made['id']}/rounds", {}, status=409)


def test_an_idea_goes_to_the_plenary_only_with_what_how_and_who(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = confirmed(staff)
    [draft] = note(staff, made, {"title": "Courses", "what": "Evening courses"})
    assert draft["status"] == "draft"
    problem = staff.post(f"/gatherings/{made['id']}/ideas/{draft['id']}/submit", status=422)
    assert paths(problem) == ["how", "who"]
    staff.patch(f"/gatherings/{made['id']}/ideas/{draft['id']}", {"how": "Rooms of employers", "who": "The centre"})
    assert staff.post(f"/gatherings/{made['id']}/ideas/{draft['id']}/submit")["status"] == "submitted"
    [event] = said(workshops, "idea.submitted")
    assert (event["subject"], event["city"], event["dataref"]) == (draft["id"], "catania", None)
    assert event["data"] == {
        "gathering": made["id"], "title": "Courses", "what": "Evening courses", "how": "Rooms of employers",
        "who": "The centre", "theme": None, "group": None, "language": "en",
    }  # fmt: skip
    assert staff.get(f"/gatherings/{made['id']}")["stage"] == "ideas_submitted"


def test_ideas_wait_for_the_plenary_until_the_workshop_is_confirmed(staff: Caller) -> None:
    made = plan(staff)
    [draft] = note(staff, made, idea())
    staff.post(f"/gatherings/{made['id']}/ideas/{draft['id']}/submit", status=409)


def test_a_group_brings_five_ideas_and_may_change_its_mind(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = confirmed(staff)
    ideas = note(staff, made, *(idea(number) for number in range(6)))
    [other] = note(staff, made, idea(7, group="Housing"))
    submit(staff, made, *ideas[:5], other)
    problem = staff.post(f"/gatherings/{made['id']}/ideas/{ideas[5]['id']}/submit", status=409)
    assert problem["detail"] == "A thematic group brings 5 ideas to the plenary at most."
    staff.patch(f"/gatherings/{made['id']}/ideas/{ideas[0]['id']}", {"title": "Other"}, status=409)
    staff.delete(f"/gatherings/{made['id']}/ideas/{ideas[0]['id']}", status=409)
    assert staff.post(f"/gatherings/{made['id']}/ideas/{ideas[0]['id']}/withdraw")["status"] == "draft"
    assert [row["subject"] for row in said(workshops, "idea.withdrawn")] == [ideas[0]["id"]]
    submit(staff, made, ideas[5])
    staff.delete(f"/gatherings/{made['id']}/ideas/{ideas[0]['id']}")
    listed = staff.get(f"/gatherings/{made['id']}/ideas", query_string={"group": "Training"})["items"]
    assert [one["id"] for one in listed] == [one["id"] for one in ideas[1:]]


def test_no_sixth_idea_slips_in_when_several_are_brought_at_once(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = confirmed(staff)
    ideas = note(staff, made, *(idea(number) for number in range(8)))
    answers: list[int] = []
    lock = threading.Lock()

    def bringing(one: dict[str, Any]):  # type: ignore[no-untyped-def]
        caller = workshops.signed_in("facilitator", city="catania")

        def task() -> None:
            path = f"{caller._prefix}/gatherings/{made['id']}/ideas/{one['id']}/submit"
            status = caller._client.post(path, headers=caller._headers).status_code
            with lock:
                answers.append(status)

        return task

    all_at_once([bringing(one) for one in ideas])
    assert sorted(answers) == [200] * 5 + [409] * 3
    submitted = staff.get(f"/gatherings/{made['id']}/ideas", query_string={"status": "submitted"})["items"]
    assert len(submitted) == 5


def test_the_author_is_kept_apart_and_reached_by_dataref_alone(
    workshops: ServiceUnderTest, staff: Caller, notifications: Caller
) -> None:
    made = confirmed(staff)
    [author] = enrol(staff, made, person(1))
    [one, unsigned] = note(staff, made, idea(1, registration=author["id"]), idea(2))
    submit(staff, made, one)
    assert author["id"] not in str(staff.get(f"/gatherings/{made['id']}/ideas/{one['id']}"))
    [event] = said(workshops, "idea.submitted")
    assert author["id"] not in str(event)
    assert notifications.get(event["dataref"])["email"] == "person1@example.org"
    notifications.get(f"/contacts/ideas/{unsigned['id']}", status=410)
    staff.get(event["dataref"], status=403)
    staff.delete(f"/gatherings/{made['id']}/registrations/{author['id']}")
    notifications.get(event["dataref"], status=410)


def test_an_author_must_be_registered_for_this_gathering(staff: Caller) -> None:
    made, other = confirmed(staff), plan(staff)
    [stranger] = enrol(staff, other, person(1))
    for registration in (stranger["id"], "nobody"):
        problem = staff.post(f"/gatherings/{made['id']}/ideas", idea(registration=registration), status=422)
        assert paths(problem) == ["registration"]


def test_an_idea_belongs_to_its_own_gathering(staff: Caller) -> None:
    made, other = confirmed(staff), confirmed(staff)
    [one] = note(staff, made, idea())
    staff.get(f"/gatherings/{other['id']}/ideas/{one['id']}", status=404)
    staff.post(f"/gatherings/{other['id']}/ideas/{one['id']}/submit", status=404)


def test_a_cancelled_workshop_takes_no_ideas(staff: Caller) -> None:
    made = confirmed(staff)
    [one] = note(staff, made, idea())
    staff.post(f"/gatherings/{made['id']}/cancel")
    staff.post(f"/gatherings/{made['id']}/ideas", idea(), status=409)
    staff.post(f"/gatherings/{made['id']}/ideas/{one['id']}/submit", status=409)
