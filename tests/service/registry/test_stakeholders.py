"""Stakeholder analysis over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

SCORE = {"power": 2, "interest": 5, "attitude": "supporter", "involvement": "inform", "wanted_involvement": "involve"}


@pytest.fixture
def tenants(staff: Caller) -> dict[str, Any]:
    """A stakeholder of Catania with much interest and little power."""
    body = {"name": "Tenants' committee", "role_group": "residents", "policy_areas": ["housing"], **SCORE}
    noted: dict[str, Any] = staff.post("/stakeholders", body, status=201)
    return noted


def test_a_stakeholder_is_placed_and_its_first_judgement_kept(
    registry: ServiceUnderTest, tenants: dict[str, Any]
) -> None:
    assert (tenants["city"], tenants["strategy"]) == ("catania", "keep_informed")
    assert [(one["power"], one["interest"], one["note"]) for one in tenants["scores"]] == [(2, 5, None)]
    assert registry.published() == []


def test_it_is_judged_again_and_what_was_thought_stays(
    registry: ServiceUnderTest, staff: Caller, tenants: dict[str, Any]
) -> None:
    address = f"/stakeholders/{tenants['id']}"
    registry.clock.move(days=40)
    again = staff.post(f"{address}/scores", {**SCORE, "power": 4, "note": "Won the vote"}, status=201)
    assert (again["power"], again["strategy"]) == (4, "manage_closely")
    assert [(one["power"], one["note"]) for one in again["scores"]] == [(2, None), (4, "Won the vote")]
    before = staff.post(f"{address}/scores", {**SCORE, "day": tenants["scores"][0]["day"]}, status=409)
    assert "later day" in before["detail"]
    tomorrow = (registry.clock.now() + timedelta(days=2)).date().isoformat()
    assert staff.post(f"{address}/scores", {**SCORE, "day": tomorrow}, status=422)["errors"][0]["path"] == "day"


def test_the_people_concerned_are_empowered(staff: Caller, tenants: dict[str, Any]) -> None:
    changed = staff.patch(f"/stakeholders/{tenants['id']}", {"people_concerned": True})
    assert (changed["strategy"], changed["version"]) == ("empower", 2)
    assert staff.patch(f"/stakeholders/{tenants['id']}", {"people_concerned": True})["version"] == 2


def test_an_organisation_gives_its_name_and_may_leave_the_register(
    staff: Caller, neighbour: Caller, register: Register
) -> None:
    agency = register("Agency")
    noted = staff.post("/stakeholders", {"organisation": agency["id"], "role_group": "experts", **SCORE}, status=201)
    assert noted["name"] == "Agency"
    elsewhere = {"organisation": agency["id"], "role_group": "experts", "name": "Their agency", **SCORE}
    abroad = neighbour.post("/stakeholders", elsewhere, status=201)
    staff.delete(f"/organisations/{agency['id']}")
    left = staff.get(f"/stakeholders/{noted['id']}")
    assert (left["name"], left["organisation"], left["version"]) == ("Agency", None, 2)
    assert neighbour.get(f"/stakeholders/{abroad['id']}")["organisation"] is None


def test_without_a_name_or_organisation_it_is_refused(staff: Caller) -> None:
    problem = staff.post("/stakeholders", {"role_group": "experts", **SCORE}, status=422)
    assert [error["path"] for error in problem["errors"]] == ["name"]
    body = {"organisation": "nobody", "role_group": "experts", **SCORE}
    assert staff.post("/stakeholders", body, status=422)["errors"][0]["path"] == "organisation"


def test_another_city_knows_nothing_of_it(neighbour: Caller, tenants: dict[str, Any]) -> None:
    address = f"/stakeholders/{tenants['id']}"
    neighbour.get(address, status=404)
    neighbour.post(f"{address}/scores", SCORE, status=404)
    assert neighbour.get("/stakeholders")["items"] == []
    neighbour.get("/stakeholder-gaps/catania", status=404)


def test_gaps_are_named(registry: ServiceUnderTest, staff: Caller, tenants: dict[str, Any]) -> None:
    gaps = staff.get("/stakeholder-gaps/catania")
    assert gaps["role_groups"] == ["experts", "administrators", "business"]
    assert "housing" not in gaps["policy_areas"]
    elsewhere = registry.signed_in("coordinator").get("/stakeholder-gaps/bologna")
    assert elsewhere["role_groups"] == ["residents", "experts", "administrators", "business"]


def test_they_are_found_by_field_group_area_and_word(staff: Caller, tenants: dict[str, Any]) -> None:
    def found(query: str) -> list[str]:
        return [one["name"] for one in staff.get(f"/stakeholders?{query}")["items"]]

    for query in ("strategy=keep_informed", "role_group=residents", "policy_area=housing", "q=comm", "city=catania"):
        assert found(query) == [tenants["name"]]
    assert found("strategy=monitor") == []


def test_a_removed_one_is_gone(staff: Caller, tenants: dict[str, Any]) -> None:
    staff.delete(f"/stakeholders/{tenants['id']}")
    staff.get(f"/stakeholders/{tenants['id']}", status=404)
