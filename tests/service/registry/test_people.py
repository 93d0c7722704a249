"""People over HTTP: known to their own city, and erased for good."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.people.erasures.commands import CONFIRMATIONS
from services.registry.people.purposes.model import MOST
from tests.service.registry.conftest import Register

ANNA = {"given_name": "Anna", "family_name": "Kovács", "email": "anna@example.org", "language": "hu"}
PERSONAL = ("Anna", "Kovács", "kovacs", "anna@example.org")


@pytest.fixture
def anna(staff: Caller) -> dict[str, Any]:
    """A person of Catania."""
    person: dict[str, Any] = staff.post("/people", ANNA, status=201, key="anna")
    return person


def everything_kept(registry: ServiceUnderTest) -> str:
    """All that the registry's database holds, as text."""
    rows = [row for name in registry.database.declared for row in registry.database.rows(name).find()]
    return "\n".join(map(str, rows))


def test_a_person_belongs_to_the_city_of_who_notes_them(staff: Caller, anna: dict[str, Any]) -> None:
    assert (anna["city"], anna["language"], anna["roles"]) == ("catania", "hu", [])
    assert staff.get(f"/people/{anna['id']}") == anna


def test_for_another_city_the_person_does_not_exist(neighbour: Caller, anna: dict[str, Any]) -> None:
    assert neighbour.get("/people")["items"] == []
    neighbour.get(f"/people/{anna['id']}", status=404)
    neighbour.patch(f"/people/{anna['id']}", {"language": "en"}, status=404)
    neighbour.delete(f"/people/{anna['id']}", status=404)


def test_a_person_stays_with_the_city_that_noted_them_and_in_whose_reach_they_are_erased(
    coordinator: Caller, staff: Caller, anna: dict[str, Any]
) -> None:
    for city in ("bologna", None):
        problem = coordinator.patch(f"/people/{anna['id']}", {"city": city, "language": "en"}, status=422)
        assert [one["path"] for one in problem["errors"]] == ["city"]
    wrong = {"city": "bologna", "channels": [{"kind": "phone", "address": "ring me"}]}
    problem = coordinator.patch(f"/people/{anna['id']}", wrong, status=422)
    assert {one["path"] for one in problem["errors"]} == {"city", "channels.0.address"}
    assert staff.get(f"/people/{anna['id']}") == anna
    nobodys = coordinator.post("/people", {**ANNA, "city": None}, status=201)
    assert coordinator.patch(f"/people/{nobodys['id']}", {"city": "bologna"})["city"] == "bologna"


def test_the_events_tell_an_id_and_where_to_ask_and_nothing_of_the_person(
    registry: ServiceUnderTest, staff: Caller, anna: dict[str, Any]
) -> None:
    staff.patch(f"/people/{anna['id']}", {"email": "new@example.org"})
    told = [(row["type"].split(".")[-2], row["subject"], row["dataref"], row["data"]) for row in registry.outbox()]
    dataref = f"/contacts/people/{anna['id']}"
    assert told == [("registered", anna["id"], dataref, {}), ("changed", anna["id"], dataref, {})]


def test_another_service_reads_the_contact_and_nobody_else_does(
    registry: ServiceUnderTest, staff: Caller, anna: dict[str, Any]
) -> None:
    address = f"/contacts/people/{anna['id']}"
    contact = registry.another_service("notifications").get(address)
    assert contact == {"name": "Kovács Anna", "email": "anna@example.org", "language": "hu"}
    staff.get(address, status=403)
    registry.anonymous().get(address, status=403)


def test_an_erased_person_is_gone_from_everywhere(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, anna: dict[str, Any]
) -> None:
    staff.patch(f"/people/{anna['id']}", {"email": "Anna.New@Example.org"})
    staff.delete(f"/people/{anna['id']}")
    known_by = registry.another_service("support").get(f"/contacts/erasures/{anna['id']}")
    assert (known_by["addresses"], known_by["cities"]) == (["anna.new@example.org"], ["catania"])
    refused = [staff.get(f"/people/{anna['id']}", status=410), staff.delete(f"/people/{anna['id']}", status=410)]
    refused.append(staff.patch(f"/people/{anna['id']}", {"language": "en"}, status=410))
    assert {anna["id"] in one["detail"] for one in refused} == {True}
    neighbour.get(f"/people/{anna['id']}", status=404)
    registry.another_service("notifications").get(f"/contacts/people/{anna['id']}", status=410)
    assert registry.published()[-1] == ("eu.learning-cities.registry.person.erased.v1", anna["id"])
    kept = everything_kept(registry)
    assert [word for word in PERSONAL if word in kept] == []
    staff.post("/people", ANNA, status=410, key="anna")
    for done in CONFIRMATIONS:
        registry.hears(done, subject=anna["id"], data={"erased": []})
    receipt = staff.get(f"/erasures/{anna['id']}")
    registry.clock.move(minutes=1)
    registry.hears(CONFIRMATIONS[0], subject=anna["id"], data={"erased": [{"kind": "registrations", "number": 3}]})
    again = staff.get(f"/erasures/{anna['id']}")
    assert (again["complete_at"], again["confirmed"]) == (receipt["complete_at"], receipt["confirmed"])


def test_somebody_who_never_was_is_not_found(registry: ServiceUnderTest) -> None:
    registry.another_service("notifications").get("/contacts/people/nobody", status=404)


def test_people_are_found_by_their_role_and_their_name(staff: Caller, register: Register) -> None:
    school = register("School")
    role = {"organisation": school["id"], "role": "trainer", "since": "2026-01-01"}
    made = staff.post("/people", {**ANNA, "roles": [role]}, status=201)
    staff.post("/people", {"given_name": "Ugo", "family_name": "Neri"}, status=201)
    assert made["roles"] == [{**role, "until": None}]
    for query in (f"organisation={school['id']}", "role=trainer", "q=kovac ann"):
        assert [one["family_name"] for one in staff.get(f"/people?{query}")["items"]] == ["Kovács"]


def test_a_number_is_kept_in_one_form_and_without_a_code_it_is_one_of_the_city(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    written = [("phone", "095 123 4567"), ("phone", "0043 1 5123456"), ("email", "a.k@example.org")]
    channels = [{"kind": kind, "address": address} for kind, address in written]
    made = staff.post("/people", {**ANNA, "channels": channels, "languages": ["hu", "ar"]}, status=201)
    assert [one["address"] for one in made["channels"]] == ["+390951234567", "+4315123456", "a.k@example.org"]
    assert made["languages"] == ["hu", "ar"]
    assert [one["id"] for one in staff.get("/people?q=a.k@example.org")["items"]] == [made["id"]]
    wrong = [*channels, {"kind": "phone", "address": "ring me"}]
    problem = staff.patch(f"/people/{made['id']}", {"channels": wrong}, status=422)
    assert [(one["path"], one["message"].split(":")[0]) for one in problem["errors"]] == [
        ("channels.3.address", "ring me")
    ]
    spanish = registry.signed_in("lead_staff", city="catania", language="es")
    [told] = spanish.patch(f"/people/{made['id']}", {"channels": wrong}, status=422)["errors"]
    assert told["message"].startswith("ring me: Escriba un número de teléfono")


def test_wrong_addresses_and_numbers_are_told_with_all_else(
    staff: Caller, coordinator: Caller, anna: dict[str, Any]
) -> None:
    def told(problem: dict[str, Any]) -> set[str]:
        return {one["path"] for one in problem["errors"]}

    channels = [{"kind": "phone", "address": "095 1234567"}, {"kind": "phone", "address": "12"}]
    wrong = {"family_name": "", "channels": channels, "roles": [{"organisation": "nowhere", "role": "trainer"}]}
    for problem in (staff.post("/people", wrong, status=422), staff.patch(f"/people/{anna['id']}", wrong, status=422)):
        assert told(problem) - {"given_name"} == {"family_name", "channels.1.address", "roles.0.organisation"}
    nowhere = coordinator.post("/people", {**ANNA, **wrong, "family_name": "Rossi", "city": "rome"}, status=422)
    assert told(nowhere) == {"city", "roles.0.organisation"}  # whose numbers they are is not known


def test_who_saw_a_person_is_on_record_and_they_are_told_with_all_else(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, anna: dict[str, Any]
) -> None:
    other = staff.post("/people", {"given_name": "Ugo", "family_name": "Neri"}, status=201)
    staff.get(f"/people/{anna['id']}")
    assert [one["id"] for one in staff.get("/people?q=neri")["items"]] == [other["id"]]
    assert staff.get("/people?limit=1")["items"] == [anna]
    neighbour.get("/people")
    registry.another_service("notifications").get(f"/contacts/people/{anna['id']}")
    for caller in (staff, neighbour):
        caller.post("/people/exports", {"form": "csv"}, status=204)
    staff.patch(f"/people/{anna['id']}", {"given_name": "Anikó"})
    seen = staff.get(f"/people/{anna['id']}/readings")["items"]
    assert [(one["actor_kind"], one["way"]) for one in seen] == [
        ("person", "export"), ("service", "contact"), ("person", "list"), ("person", "sheet"),
    ]  # fmt: skip
    assert [one["way"] for one in staff.get(f"/people/{other['id']}/readings")["items"]] == ["export", "list"]
    held = staff.post(f"/people/{anna['id']}/held")
    assert [one["way"] for one in held["readings"]] == ["sheet", "list", "contact", "export"]
    assert held["history"][0]["changes"] == [{"field": "given_name", "before": "Anna", "after": "Anikó"}]
    assert (held["addresses"], held["person"]["given_name"]) == (["anna@example.org"], "Anikó")
    neighbour.get(f"/people/{anna['id']}/readings", status=404)
    neighbour.post(f"/people/{anna['id']}/held", status=404)


def test_a_consent_is_noted_withdrawn_and_given_anew(staff: Caller, neighbour: Caller, anna: dict[str, Any]) -> None:
    consents = f"/people/{anna['id']}/consents"
    assert anna["consents"] == []
    staff.post(consents, {"purpose": "photos", "how": "in_writing", "given_on": "2020-05-01"}, status=201)
    staff.post(consents, {"purpose": "photos", "how": "spoken"}, status=409)
    neighbour.post(f"{consents}/photos/withdraw", {}, status=404)
    kept = staff.post(f"{consents}/photos/withdraw", {"withdrawn_on": "2020-06-01"})["consents"]
    assert kept == [{"purpose": "photos", "given_on": "2020-05-01", "withdrawn_on": "2020-06-01", "how": "in_writing"}]
    staff.post(f"{consents}/photos/withdraw", {}, status=409)
    tomorrow = {"purpose": "photos", "how": "spoken", "given_on": "2999-01-01"}
    assert staff.post(consents, tomorrow, status=422)["errors"][0]["path"] == "given_on"
    assert staff.post(consents, {"purpose": "work", "how": "spoken"}, status=422)["errors"][0]["path"] == "purpose"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"email": "no address"}, "email"),
        ({"family_name": ""}, "family_name"),
        ({"channels": [{"kind": "pigeon", "address": "1"}]}, "channels.0.kind"),
        ({"channels": [{"kind": "email", "address": "no address"}]}, "channels.0.address"),
        ({"roles": [{"organisation": "nowhere", "role": "trainer"}]}, "roles.0.organisation"),
        ({"roles": [{"organisation": "x", "role": "king"}]}, "roles.0.role"),
        (
            {"roles": [{"organisation": "x", "role": "trainer", "since": "2026-02-01", "until": "2026-01-01"}]},
            "roles.0.until",
        ),
    ],
)
def test_a_wrong_field_is_named(staff: Caller, more: dict[str, Any], path: str) -> None:
    problem = staff.post("/people", {**ANNA, **more}, status=422)
    assert [error["path"] for error in problem["errors"]] == [path]


def test_a_city_says_to_what_its_people_may_agree(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, anna: dict[str, Any]
) -> None:
    def offered(city: str = "catania") -> list[tuple[str, bool]]:
        items = staff.get(f"/consent-purposes?city={city}")["items"]
        return [(one["code"], one["retired"]) for one in items]

    begun = [(code, False) for code in ("newsletter", "photos", "stories")]
    assert offered() == begun
    assert {one["city"] for one in staff.get("/consent-purposes?city=")["items"]} == {None}
    title = {"it": {"text": "Festa d\u2019estate"}, "de": {"text": "Sommerfest", "status": "human"}}
    made = staff.post("/consent-purposes", {"title": title}, status=201)
    assert (made["id"], made["code"]) == ("catania.festa-d-estate", "festa-d-estate")
    again = staff.post("/consent-purposes", {"title": title}, status=201)
    assert again["code"] == "festa-d-estate-2"
    assert staff.post("/consent-purposes", {"title": {}}, status=422)["errors"][0]["path"] == "title"
    assert (len(offered()), offered("bologna")) == (5, begun)
    given = {"purpose": made["code"], "how": "spoken"}
    staff.post(f"/people/{anna['id']}/consents", given, status=201)
    for body in ({"retired": True}, {"title": title}):
        neighbour.patch(f"/consent-purposes/{made['id']}", body, status=403)
        neighbour.patch("/consent-purposes/catania.photos", body, status=403)
    for id in (made["id"], again["id"], "catania.photos"):
        neighbour.delete(f"/consent-purposes/{id}", status=403)
    staff.delete(f"/consent-purposes/{made['id']}", status=409)
    staff.delete("/consent-purposes/catania.photos", status=409)
    staff.delete(f"/consent-purposes/{again['id']}")
    staff.get(f"/consent-purposes/{again['id']}", status=404)
    afresh = staff.post("/consent-purposes", {"title": title}, status=201)
    assert afresh["code"] == "festa-d-estate-3"  # whoever reads what changed since knows the second as gone
    staff.delete(f"/consent-purposes/{afresh['id']}")
    for id in ("catania.nothing", "nowhere.photos"):
        staff.get(f"/consent-purposes/{id}", status=404)
    for id in (made["id"], "catania.photos"):
        staff.patch(f"/consent-purposes/{id}", {"retired": True})
    assert offered() == [("newsletter", False), ("photos", True), ("stories", False), (made["code"], True)]
    kept = staff.post(f"/people/{anna['id']}/consents/{made['code']}/withdraw", {})["consents"]
    assert kept[0]["withdrawn_on"] is not None
    for purpose in (made["code"], "photos"):
        asked = {"purpose": purpose, "how": "spoken"}
        problem = staff.post(f"/people/{anna['id']}/consents", asked, status=422)
        assert [one["path"] for one in problem["errors"]] == ["purpose"]
    staff.delete(f"/consent-purposes/{made['id']}", status=409)


def test_today_is_the_day_in_the_city(registry: ServiceUnderTest, staff: Caller, anna: dict[str, Any]) -> None:
    now = registry.clock.now()
    registry.clock.move(hours=23.5 - now.hour - now.minute / 60)  # half past eleven in UTC is the next day in Catania
    today = (registry.clock.now() + timedelta(hours=1)).date().isoformat()
    given = staff.post(f"/people/{anna['id']}/consents", {"purpose": "photos", "how": "spoken"}, status=201)
    assert given["consents"][0]["given_on"] == today
    withdrawn = staff.post(f"/people/{anna['id']}/consents/photos/withdraw", {"withdrawn_on": today})
    assert withdrawn["consents"][0]["withdrawn_on"] == today


def test_purposes_are_one_page(staff: Caller) -> None:
    problem = staff.get("/consent-purposes?city=catania&after=x", status=422)
    assert [one["path"] for one in problem["errors"]] == ["after"]


def test_a_purpose_is_called_by_its_original_words_and_a_city_has_no_more_than_can_be_read_out(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    called = {
        "festa": {"de": {"text": "Fest", "status": "human"}, "it": {"text": "Festa"}},
        "photos-2": {"en": "Photos"},
        "purpose": {"en": "写真"},
        "x" * 60: {"en": "x" * 100},
    }
    for code, title in called.items():
        assert staff.post("/consent-purposes", {"title": title}, status=201)["code"] == code
    for number in range(MOST - 3 - len(called)):
        staff.post("/consent-purposes", {"title": {"en": f"Purpose {number}"}}, status=201)
    staff.post("/consent-purposes", {"title": {"en": "One more"}}, status=409)
    assert len(staff.get("/consent-purposes?city=catania")["items"]) == MOST
    registry.signed_in("lead_staff", city="bologna").post("/consent-purposes", {"title": {"en": "First"}}, status=201)


def test_a_purpose_that_every_city_begins_with_is_changed_by_who_saw_how_it_is(staff: Caller) -> None:
    path = "/consent-purposes/catania.photos"
    staff.get(path)
    assert staff.last_response is not None
    seen = staff.last_response.headers["ETag"]
    staff.patch(path, {"title": {"en": "Photos"}}, etag='"7"', status=412)
    assert staff.patch(path, {"title": {"en": "Photos"}}, etag=seen)["version"] == 1
    staff.patch(path, {"retired": True}, etag=seen, status=412)
