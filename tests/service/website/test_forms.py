"""What people send from public pages reaches the service that owns it, and is not lost when that service is down."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.chassis.testing import ServiceUnderTest
from services.contracts.workshops import IdeaSubmitted
from tests.service.workshops.conftest import person, plan
from tests.service.workshops.test_vote import Room
from tests.website_facts import IDEAS, JOIN_CODE, PRACTICE, idea
from tests.website_network import carry, tell_everything, tell_network, tell_transfer

ANSWERS = {"name": "Fatou Diop", "email": "fatou@example.org", "role_group": "residents", "language": "fr"}
QUESTION = {
    "category": "funding",
    "subject": "Chi paga?",
    "body": "Chi paga il corso?",
    "requester__name": "Ada",
    "requester__email": "ada@example.org",
}


@pytest.fixture
def phone(among_services: ServiceUnderTest) -> FlaskClient:
    """Somebody's browser."""
    return among_services.app.test_client()


def small_gathering(workshops: ServiceUnderTest, website: ServiceUnderTest, **facts: Any) -> dict[str, Any]:
    """A gathering of one place, known to the website."""
    sizes = {"block_below": None, "block_group_below": None, "warn_below": None, "warn_group_ratio": None}
    made = plan(workshops.signed_in("lead_staff", city="catania"), capacity=1, sizes=sizes, **facts)
    carry(workshops, website)
    return made


def location(answer: TestResponse) -> str:
    """Where a redirect leads."""
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def reference_in(page: str) -> str:
    """The reference that a confirmation shows."""
    found = re.search(r"<strong>([0-9A-F]{8})</strong>", page)
    assert found, page
    return found.group(1)


def test_the_first_gets_the_place_and_the_second_the_waiting_list(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    gathering = small_gathering(workshops, among_services)
    address = f"/en/join/{gathering['registration_code']}"
    first = phone.get(location(phone.post(address, data=ANSWERS))).text
    second = phone.get(location(phone.post(address, data={**ANSWERS, "email": "two@example.org"}))).text
    assert "You are registered" in first
    assert "You are on the waiting list" in second
    staff = workshops.signed_in("lead_staff", city="catania")
    kept = staff.get(f"/gatherings/{gathering['id']}/registrations")["items"]
    assert [(one["email"], one["language"], one["status"]) for one in kept] == [
        ("fatou@example.org", "fr", "registered"),
        ("two@example.org", "fr", "waiting"),
    ]
    assert [reference_in(first), reference_in(second)] == [one["id"].replace("-", "")[-8:].upper() for one in kept]


def test_sending_a_form_twice_registers_once(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    gathering = small_gathering(workshops, among_services)
    address = f"/en/join/{gathering['registration_code']}"
    places = [location(phone.post(address, data={**ANSWERS, "key": "the-same-form"})) for _twice in range(2)]
    assert places[0] == places[1]
    staff = workshops.signed_in("lead_staff", city="catania")
    assert len(staff.get(f"/gatherings/{gathering['id']}/registrations")["items"]) == 1


def test_a_wrong_address_is_told_at_its_field_and_nothing_typed_is_lost(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    gathering = small_gathering(workshops, among_services)
    answer = phone.post(f"/de/join/{gathering['registration_code']}", data={**ANSWERS, "email": "fatou"})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert 'value="Fatou Diop"' in answer.text
    assert "Teilnehmen – Learning Cities</title>" in answer.text
    assert "<title>Teilnehmen" not in answer.text  # the error is named first


def test_a_gathering_by_invitation_has_a_form_but_no_page(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    gathering = small_gathering(workshops, among_services, published=False)
    assert phone.get(f"/en/join/{gathering['registration_code'].lower()}").status_code == 200
    assert phone.get(f"/en/gatherings/{gathering['id']}").status_code == 404


def test_the_personal_link_shows_the_registration_and_gives_the_place_back(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    gathering = small_gathering(workshops, among_services)
    workshops.anonymous().post(
        f"/public/gatherings/{gathering['registration_code']}/registrations", person(1, language="it"), status=201
    )
    staff = workshops.signed_in("lead_staff", city="catania")
    [registration] = staff.get(f"/gatherings/{gathering['id']}/registrations")["items"]
    contact = workshops.another_service("notifications").get(f"/contacts/registrations/{registration['id']}")
    link = "/" + contact["link"].split("/", 3)[3]
    told = idea("Mentori dal quartiere", gathering=gathering["id"])
    among_services.hears(IdeaSubmitted, subject=IDEAS[0], data=told, city="catania")
    page = phone.get(link).text
    assert "Ha un posto." in page
    assert f'href="/it/ideas/{IDEAS[0]}"' in page
    location(phone.post(link, data={}))
    assert "Ha restituito il suo posto." in phone.get(link).text
    [registration] = staff.get(f"/gatherings/{gathering['id']}/registrations")["items"]
    assert registration["status"] == "cancelled"


def test_voting_on_a_phone_without_scripts(
    among_services: ServiceUnderTest, workshops: ServiceUnderTest, phone: FlaskClient
) -> None:
    room = Room(workshops)
    round = room.open(votes_per_participant=2, top_ideas=1)
    door = location(phone.post("/en/vote", data={"code": f" {round['code'].lower()} "}))
    assert door == f"/en/vote/{round['code']}"
    ballot = location(phone.post(door, data={"personal_code": room.code_of(0)}))
    too_many = phone.post(ballot, data={"votes": room.ids[:3]})
    assert too_many.status_code == 422
    assert too_many.text.count(" checked") == 3
    location(phone.post(ballot, data={"votes": room.ids[:2]}))
    assert location(phone.post(ballot, data={"votes": room.ids[2:3]})) == f"/en/vote/{round['code']}/done"
    again = phone.get(door, follow_redirects=True).text
    assert re.findall(r'value="([^"]+)"[^>]* checked', again) == [room.ids[2]]
    closed = room.close(round)
    carry(workshops, among_services)
    assert [one["votes"] for one in closed["results"]][:2] == [1, 0]
    results = phone.get(door, follow_redirects=True)
    assert results.request.path == f"/en/vote/{round['code']}/results"
    assert "1 person voted." in results.text


def test_an_unknown_code_is_told_at_its_field(phone: FlaskClient) -> None:
    answer = phone.post("/en/vote", data={"code": "ZZZZZ"})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text


def test_a_wrong_personal_code_is_told_at_its_field(workshops: ServiceUnderTest, phone: FlaskClient) -> None:
    round = Room(workshops).open()
    answer = phone.post(f"/hu/vote/{round['code']}", data={"personal_code": "nobody"})
    assert answer.status_code == 422
    assert 'href="#personal_code"' in answer.text


def test_a_question_reaches_the_desk_and_its_answer_the_asker(support: ServiceUnderTest, phone: FlaskClient) -> None:
    confirmation = phone.get(location(phone.post("/it/support", data=QUESTION))).text
    desk = support.signed_in("coordinator")
    [ticket] = desk.get("/tickets")["items"]
    assert reference_in(confirmation) == ticket["id"].replace("-", "")[-8:].upper()
    assert (ticket["subject"], ticket["category"], ticket["language"]) == ("Chi paga?", "funding", "it")
    desk.post(f"/tickets/{ticket['id']}/answers", {"body": "Il Fondo sociale."})
    contact = support.another_service("notifications").get(f"/contacts/tickets/{ticket['id']}")
    link = "/" + contact["link"].split("/", 3)[3]
    assert "Il Fondo sociale." in phone.get(link).text
    location(phone.post(link, data={"body": "E dopo?"}))
    assert "E dopo?" in phone.get(link).text
    assert desk.get(f"/tickets/{ticket['id']}")["state"] == "reopened"


def test_feedback_goes_to_the_desk(support: ServiceUnderTest, phone: FlaskClient) -> None:
    told = {name: QUESTION[name] for name in ("body", "requester__name", "requester__email")}
    location(phone.post("/en/feedback", data=told))
    [ticket] = support.signed_in("coordinator").get("/tickets")["items"]
    assert (ticket["subject"], ticket["category"]) == ("Feedback about the website", "technical")


@pytest.mark.parametrize(
    ("path", "data", "kept"),
    [
        (f"join/{JOIN_CODE}", ANSWERS, 'value="Fatou Diop"'),
        ("support", QUESTION, "Chi paga il corso?"),
        ("vote", {"code": "K7P4W"}, 'value="K7P4W"'),
    ],
)
def test_while_a_service_is_down_its_form_says_so_and_keeps_what_was_typed(
    alone: ServiceUnderTest, path: str, data: dict[str, str], kept: str
) -> None:
    tell_everything(alone)
    answer = alone.app.test_client().post(f"/en/{path}", data=data)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Nothing is lost" in answer.text
    assert kept in answer.text


def test_while_every_other_service_is_down_public_pages_stand(alone: ServiceUnderTest) -> None:
    tell_everything(alone)
    reader = alone.app.test_client()
    for path in ("", "cities/catania", "plans/catania", "calendar", "ideas", "partners", f"join/{JOIN_CODE}"):
        assert reader.get(f"/en/{path}").status_code == 200, path


def test_a_question_about_a_practice_goes_to_the_city_that_has_it(
    among_services: ServiceUnderTest, support: ServiceUnderTest, phone: FlaskClient
) -> None:
    tell_everything(among_services)
    tell_network(support)
    tell_transfer(support)
    page = phone.get(f"/en/practices/{PRACTICE}").text
    [address] = re.findall(r'href="(/en/support\?practice=[^"]+)"', page)
    asked = {name: value for name, value in QUESTION.items() if name != "category"}
    location(phone.post(address, data=asked))
    [ticket] = support.signed_in("coordinator").get("/tickets")["items"]
    assert (ticket["category"], ticket["practice"], ticket["city"]) == ("practice", PRACTICE, "bologna")


@pytest.mark.parametrize("path", ["registrations/secret", "tickets/secret", "vote/K7P4W"])
def test_what_only_its_owner_knows_is_a_clear_page_while_the_owner_is_down(alone: ServiceUnderTest, path: str) -> None:
    answer = alone.app.test_client().get(f"/fr/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert '<html lang="fr"' in answer.text
