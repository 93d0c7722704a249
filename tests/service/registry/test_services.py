"""The directory of services over HTTP."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

LISTED = "eu.learning-cities.registry.service.listed.v1"
CHANGED = "eu.learning-cities.registry.service.changed.v1"
REMOVED = "eu.learning-cities.registry.service.removed.v1"
DUE = "eu.learning-cities.registry.service.review_due.v1"

NAME = {"it": {"text": "Corso d'italiano"}}
PLACE = {"address": "Via Etnea 1", "postcode": "95124", "town": "Catania", "country": "IT", "lat": 37.5, "lon": 15.1}


@pytest.fixture
def school(register: Register) -> str:
    """The id of an organisation that offers something."""
    return str(register("School")["id"])


@pytest.fixture
def course(staff: Caller, school: str) -> dict[str, Any]:
    """An Italian course in Catania."""
    body = {"organisation": school, "name": NAME, "themes": ["language_course"], "languages": ["it"], "places": [PLACE]}
    listed: dict[str, Any] = staff.post("/services", body, status=201)
    return listed


def test_a_service_is_listed_for_its_city_and_said(
    registry: ServiceUnderTest, course: dict[str, Any], school: str
) -> None:
    assert (course["city"], course["status"], course["takes_referrals"]) == ("catania", "active", False)
    assert course["reviewed_on"] < course["review_due_on"]
    event = registry.outbox()[-1]
    assert (event["type"], event["subject"], event["city"]) == (LISTED, course["id"], "catania")
    assert (event["data"]["organisation"], event["data"]["places"][0]["town"]) == (school, "Catania")
    assert "assurer" not in event["data"]


def test_a_telephone_number_is_checked_and_kept_in_one_form(staff: Caller, course: dict[str, Any]) -> None:
    address = f"/services/{course['id']}"
    assert staff.patch(address, {"phone": "+39 (095) 123-4567"})["phone"] == "+390951234567"
    for wrong in ("095 1234567", "+39 12", "call us"):
        assert staff.patch(address, {"phone": wrong}, status=422)["errors"][0]["path"] == "phone"


def test_nobody_confirms_it_and_that_is_said_once(registry: ServiceUnderTest, course: dict[str, Any]) -> None:
    def said() -> list[str]:
        return [type for type, _subject in registry.published() if type == DUE]

    registry.run_job("ask-for-reviews")
    assert said() == []
    registry.clock.move(days=190)
    for _again in range(2):
        registry.run_job("ask-for-reviews")
        assert said() == [DUE]


def test_who_confirms_it_puts_the_next_time_off(
    registry: ServiceUnderTest, staff: Caller, course: dict[str, Any]
) -> None:
    registry.clock.move(days=190)
    registry.run_job("ask-for-reviews")
    confirmed = staff.post(f"/services/{course['id']}/confirm")
    assert confirmed["reviewed_on"] > course["review_due_on"]
    assert registry.published()[-1] == (CHANGED, course["id"])
    registry.run_job("ask-for-reviews")
    assert registry.published()[-1] == (CHANGED, course["id"])


def test_free_places_need_referrals(staff: Caller, course: dict[str, Any]) -> None:
    address = f"/services/{course['id']}"
    assert staff.patch(address, {"free_places": 3}, status=422)["errors"][0]["path"] == "free_places"
    changed = staff.patch(address, {"free_places": 3, "takes_referrals": True})
    assert (changed["free_places"], changed["version"]) == (3, 2)
    assert staff.patch(address, {"free_places": 3})["version"] == 2


def test_what_the_rules_refuse_is_told_with_what_has_a_wrong_form(staff: Caller, course: dict[str, Any]) -> None:
    def told(problem: dict[str, Any]) -> set[str]:
        return {one["path"] for one in problem["errors"]}

    wrong = {"free_places": 3, "assurer": "nobody", "email": "x"}
    assert told(staff.post("/services", wrong, status=422)) == {
        "organisation", "name", "email", "free_places", "assurer",
    }  # fmt: skip
    address = f"/services/{course['id']}"
    assert told(staff.patch(address, wrong, status=422)) == {"email", "free_places", "assurer"}
    assert told(staff.patch(address, {"free_places": 3, "assurer": "nobody"}, status=422)) == {"free_places", "assurer"}
    staff.patch(address, {"takes_referrals": True})
    assert told(staff.patch(address, {"free_places": 3, "email": "x"}, status=422)) == {"email"}


def test_they_are_found_by_word_theme_language_and_organisation(
    staff: Caller, neighbour: Caller, course: dict[str, Any], school: str
) -> None:
    def found(query: str) -> list[str]:
        return [one["id"] for one in neighbour.get(f"/services?{query}")["items"]]

    of_school = f"organisation={school}"
    for query in ("q=corso", "q=cata", "theme=language_course", "language=it", of_school, "city=catania"):
        assert found(query) == [course["id"]]
    assert found("theme=health") == found("takes_referrals=true") == []


def test_an_organisation_with_services_stays_in_the_register(
    registry: ServiceUnderTest, staff: Caller, course: dict[str, Any], school: str
) -> None:
    staff.delete(f"/organisations/{school}", status=409)
    staff.delete(f"/services/{course['id']}")
    assert registry.published()[-1] == (REMOVED, course["id"])
    staff.delete(f"/organisations/{school}")


def test_another_city_reads_and_does_not_write(neighbour: Caller, course: dict[str, Any]) -> None:
    address = f"/services/{course['id']}"
    assert neighbour.get(address)["name"]["it"]["text"] == "Corso d'italiano"
    neighbour.patch(address, {"status": "defunct"}, status=403)
    neighbour.post(f"{address}/confirm", status=403)


def test_wrong_fields_are_named(staff: Caller, school: str) -> None:
    def paths(**more: Any) -> list[str]:
        problem = staff.post("/services", {"organisation": school, "name": NAME, **more}, status=422)
        return [error["path"] for error in problem["errors"]]

    assert paths(organisation="nobody") == ["organisation"]
    assert paths(assurer="nobody") == ["assurer"]
    assert paths(places=[{"town": "Catania", "country": "IT", "lat": 37.5}]) == ["places.0.lat"]
    assert paths(themes=["magic"]) == ["themes.0"]
