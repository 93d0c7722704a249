"""A question on its way: who reads it, who answers, who is told, and when it is forgotten."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.registry import OrganisationMerged, OrganisationRestored
from tests.contention import contested

PREFIX = "eu.learning-cities.support.ticket."

QUESTION: dict[str, Any] = {
    "subject": "How many advisers?",
    "body": "We would like to know how many advisers work at the desk.",
    "category": "method",
    "language": "it",
    "city": "catania",
    "requester": {"name": "Anna Rossi", "email": "anna@example.org"},
}


def ask(support: ServiceUnderTest, **changes: Any) -> Any:
    return support.anonymous().post("/public/tickets", {**QUESTION, **changes}, status=201)


def secret_of(ticket: dict[str, Any]) -> str:
    return str(ticket["link"]).rsplit("/", 1)[1]


def said(support: ServiceUnderTest) -> list[str]:
    return [type.removeprefix(PREFIX).removesuffix(".v1") for type, _subject in support.published()]


def paths(problem: dict[str, Any]) -> list[str]:
    return [error["path"] for error in problem["errors"]]


def test_anybody_can_ask_and_gets_a_secret_link(support: ServiceUnderTest) -> None:
    ticket = ask(support)
    assert ticket["link"].startswith(f"{support.settings.public_url}/it/tickets/")
    own = support.anonymous().get(f"/public/tickets/{secret_of(ticket)}")
    assert (own["id"], own["subject"], own["state"]) == (ticket["id"], QUESTION["subject"], "new")
    support.anonymous().get("/public/tickets/guessed", status=404)
    support.anonymous().get(f"/tickets/{ticket['id']}", status=401)


def test_what_is_said_holds_nothing_of_the_text_or_the_person(support: ServiceUnderTest) -> None:
    ticket = ask(support)
    [event] = support.outbox()
    assert (event["type"], event["subject"], event["city"]) == (f"{PREFIX}opened.v1", ticket["id"], "catania")
    assert event["dataref"] == f"/contacts/tickets/{ticket['id']}"
    assert event["data"] == {
        "category": "method", "language": "it", "state": "new", "practice": None,
        "asked_from": "catania", "answers": 0,
    }  # fmt: skip


def test_only_another_service_reads_whom_to_write_to(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    where = f"/contacts/tickets/{ticket['id']}"
    assert support.another_service("notifications").get(where) == {
        **QUESTION["requester"], "language": "it", "link": ticket["link"],
    }  # fmt: skip
    catania.get(where, status=403)
    support.anonymous().get(where, status=403)


def test_the_desk_of_the_city_reads_it_and_another_city_does_not(
    support: ServiceUnderTest, catania: Caller, bologna: Caller
) -> None:
    ticket = ask(support)
    assert [one["id"] for one in catania.get("/tickets")["items"]] == [ticket["id"]]
    whole = catania.get(f"/tickets/{ticket['id']}")
    assert (whole["requester"], whole["body"]) == (QUESTION["requester"], QUESTION["body"])
    assert bologna.get("/tickets")["items"] == []
    bologna.get(f"/tickets/{ticket['id']}", status=404)
    bologna.post(f"/tickets/{ticket['id']}/answers", {"body": "Two"}, status=404)


def test_a_question_about_a_practice_goes_to_the_city_that_has_it(
    support: ServiceUnderTest, catania: Caller, bologna: Caller
) -> None:
    ticket = ask(support, category="practice", practice="practice-1")
    catania.get(f"/tickets/{ticket['id']}", status=404)
    whole = bologna.get(f"/tickets/{ticket['id']}")
    assert (whole["city"], whole["asked_from"]) == ("bologna", "catania")


def test_a_question_without_a_city_is_for_the_networks_own_desk(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support, city=None, category="technical")
    catania.get(f"/tickets/{ticket['id']}", status=404)
    assert support.signed_in("coordinator").get(f"/tickets/{ticket['id']}")["city"] is None


def test_triage_sends_a_question_to_another_desk(support: ServiceUnderTest, catania: Caller, bologna: Caller) -> None:
    ticket = ask(support)
    about = {"category": "practice", "practice": "practice-1"}
    sent = catania.post(f"/tickets/{ticket['id']}/triage", about)
    assert (sent["state"], sent["city"]) == ("triaged", "bologna")
    catania.get(f"/tickets/{ticket['id']}", status=404)
    assert bologna.post(f"/tickets/{ticket['id']}/move", {"state": "assigned"})["state"] == "assigned"


def test_an_answer_is_said_and_read_by_who_asked(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    answered = catania.post(f"/tickets/{ticket['id']}/answers", {"body": "Two advisers.", "language": "en"})
    assert (answered["state"], answered["answers"]) == ("answered", 1)
    assert said(support) == ["opened", "answered"]
    [message] = support.anonymous().get(f"/public/tickets/{secret_of(ticket)}")["messages"]
    assert (message["author"], message["organisation"], message["body"], message["language"]) == (
        "desk", "municipality", "Two advisers.", "en",
    )  # fmt: skip


def test_who_asked_can_reopen_what_was_closed(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    catania.post(f"/tickets/{ticket['id']}/answers", {"body": "Two."})
    catania.post(f"/tickets/{ticket['id']}/close")
    catania.post(f"/tickets/{ticket['id']}/answers", {"body": "Three."}, status=409)
    again = support.anonymous().post(f"/public/tickets/{secret_of(ticket)}/messages", {"body": "Two of what?"})
    assert (again["state"], [one["author"] for one in again["messages"]]) == ("reopened", ["desk", "requester"])
    assert said(support) == ["opened", "answered", "closed", "reopened"]
    catania.post(f"/tickets/{ticket['id']}/answers", {"body": "Two advisers."})
    history = catania.get(f"/tickets/{ticket['id']}")["history"]
    assert [step["state"] for step in history] == ["new", "answered", "closed", "reopened", "answered"]


def test_who_asked_can_add_to_an_open_question_without_reopening_it(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    where = f"/public/tickets/{secret_of(ticket)}/messages"
    assert support.anonymous().post(where, {"body": "And mediators?"})["state"] == "new"
    assert said(support) == ["opened"]
    [message] = catania.get(f"/tickets/{ticket['id']}")["messages"]
    assert (message["author"], message["body"]) == ("requester", "And mediators?")


def test_who_is_waited_for_reopens_by_writing(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    catania.post(f"/tickets/{ticket['id']}/triage", {"category": "method"})
    catania.post(f"/tickets/{ticket['id']}/move", {"state": "waiting_requester"})
    where = f"/public/tickets/{secret_of(ticket)}/messages"
    assert support.anonymous().post(where, {"body": "In Librino"})["state"] == "reopened"


def test_a_step_that_does_not_follow_is_refused(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    catania.post(f"/tickets/{ticket['id']}/close")
    refusal = catania.post(f"/tickets/{ticket['id']}/close", status=409)
    assert refusal["detail"] == "Now only this can follow: reopened."


def test_staff_and_systems_ask_by_the_api(support: ServiceUnderTest) -> None:
    system = support.client("support:write", city="catania")
    assert system.post("/tickets", QUESTION, status=201)["city"] == "catania"
    about = {**QUESTION, "category": "practice", "practice": "practice-1"}
    assert system.post("/tickets", about, status=201)["city"] == "bologna"
    support.client("support:read", city="catania").post("/tickets", QUESTION, status=403)


def test_a_repeated_form_makes_one_ticket(support: ServiceUnderTest, catania: Caller) -> None:
    anybody = support.anonymous()
    first = anybody.post("/public/tickets", QUESTION, status=201, key="one")
    assert anybody.post("/public/tickets", QUESTION, status=201, key="one") == first
    assert len(catania.get("/tickets")["items"]) == 1


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"subject": " "}, "subject"),
        ({"category": "weather"}, "category"),
        ({"requester": {"name": "Anna", "email": "anna"}}, "requester.email"),
        ({"requester": {"name": "Anna"}}, "requester.email"),
        ({"city": "atlantis"}, "city"),
        ({"practice": "nothing"}, "practice"),
        ({"urgent": True}, "urgent"),
    ],
)
def test_wrong_input_is_named_by_its_path(support: ServiceUnderTest, wrong: dict[str, Any], path: str) -> None:
    assert paths(support.anonymous().post("/public/tickets", {**QUESTION, **wrong}, status=422)) == [path]


def test_a_text_that_names_a_person_is_warned_of_and_not_refused(support: ServiceUnderTest) -> None:
    body = "Please call Amina, +39 095 123 4567, RSSMRA85T10A562S"
    ticket = ask(support, body=body)
    assert [one["path"] for one in ticket["warnings"]] == ["body", "body"]
    assert ticket["warnings"][1]["message"] == (
        "This text seems to hold a telephone number. Leave it out unless it is needed."
    )
    assert ask(support)["warnings"] == []


def test_an_erased_ticket_is_gone_and_its_contact_says_so(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)
    catania.delete(f"/tickets/{ticket['id']}")
    catania.get(f"/tickets/{ticket['id']}", status=404)
    support.anonymous().get(f"/public/tickets/{secret_of(ticket)}", status=404)
    support.another_service("notifications").get(f"/contacts/tickets/{ticket['id']}", status=410)
    kept = support.database.rows("tickets").find_one({"_id": ticket["id"]})
    assert kept is not None
    assert sorted(kept) == ["_id", "city", "created_at", "deleted_at", "updated_at", "version"]


def test_tickets_are_forgotten_after_twenty_four_months(support: ServiceUnderTest) -> None:
    old = ask(support)
    support.clock.move(days=400)
    young = ask(support)
    support.clock.move(days=331)
    support.run_job("erase-old-tickets")
    desk = support.signed_in("lead_staff", city="catania")
    assert [one["id"] for one in desk.get("/tickets")["items"]] == [young["id"]]
    support.another_service("notifications").get(f"/contacts/tickets/{old['id']}", status=410)


def test_a_ticket_to_which_somebody_writes_while_old_ones_are_forgotten_stays_and_the_others_go(
    support: ServiceUnderTest,
) -> None:
    taken_up, other = ask(support), ask(support)
    support.clock.move(days=731)
    with contested(support, "tickets", taken_up["id"], updated_at=support.clock.now()):
        support.run_job("erase-old-tickets")
    desk = support.signed_in("lead_staff", city="catania")
    assert [one["id"] for one in desk.get("/tickets")["items"]] == [taken_up["id"]]
    support.another_service("notifications").get(f"/contacts/tickets/{other['id']}", status=410)


def test_tickets_are_found_by_state_category_and_words(support: ServiceUnderTest, catania: Caller) -> None:
    ticket = ask(support)

    def found(**query: str) -> list[str]:
        return [one["id"] for one in catania.get("/tickets", query_string=query)["items"]]

    assert found(state="new") == found(category="method") == found(q="advis") == [ticket["id"]]
    assert found(state="closed") == found(category="legal") == found(q="money") == []


def test_who_answered_for_an_organisation_that_was_merged_answered_for_the_one_that_stays(
    support: ServiceUnderTest, catania: Caller
) -> None:
    ticket = ask(support)
    catania.post(f"/tickets/{ticket['id']}/triage", {"category": "method", "practice": None})
    catania.post(f"/tickets/{ticket['id']}/answers", {"body": "Two."})

    def answering() -> tuple[str, str]:
        own = support.anonymous().get(f"/public/tickets/{secret_of(ticket)}")
        asked = (catania.get(f"/tickets/{ticket['id']}"), own)
        told = [one["messages"][0].get("organisation", "") for one in asked]
        return told[0], told[1]

    before = answering()
    assert before[0] == "municipality"
    support.hears(OrganisationMerged, subject="municipality", version=2, data={"survivor": "stays"})
    support.hears(OrganisationMerged, subject="stays", version=2, data={"survivor": "stays-longer"})
    assert answering()[0] == "stays-longer"
    sheet = {"name": "Municipality", "kind": "local_administration", "country": "IT"}
    support.hears(OrganisationRestored, subject="municipality", version=3, data=sheet)
    assert answering() == before
