"""Local Development Partnerships over HTTP."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

FORMED = "eu.learning-cities.registry.partnership.formed.v1"
CHANGED = "eu.learning-cities.registry.partnership.changed.v1"
ENDED = "eu.learning-cities.registry.partnership.ended.v1"


@pytest.fixture
def lead(register: Register) -> str:
    """The id of the organisation that leads."""
    return str(register("City hall")["id"])


@pytest.fixture
def partnership(staff: Caller, lead: str) -> dict[str, Any]:
    """A partnership of Catania since 2026."""
    body = {"name": "Catania per tutti", "lead_organisation": lead, "since": "2026-01-01"}
    formed: dict[str, Any] = staff.post("/partnerships", body, status=201)
    return formed


def test_a_partnership_is_formed_with_its_lead_and_members(
    registry: ServiceUnderTest, staff: Caller, lead: str, register: Register
) -> None:
    school = register("School")["id"]
    body = {
        "name": "LDP",
        "lead_organisation": lead,
        "since": "2026-01-01",
        "members": [{"organisation": school, "role": "core", "since": "2026-02-01"}],
    }
    formed = staff.post("/partnerships", body, status=201)
    members = [
        {"organisation": lead, "role": "lead", "since": "2026-01-01", "until": None},
        {"organisation": school, "role": "core", "since": "2026-02-01", "until": None},
    ]
    assert (formed["city"], formed["status"], formed["since"], formed["until"], formed["members"]) == (
        "catania",
        "active",
        "2026-01-01",
        None,
        members,
    )
    event = registry.outbox()[-1]
    assert (event["type"], event["subject"], event["city"]) == (FORMED, formed["id"], "catania")
    facts = {"name": "LDP", "lead_organisation": lead, "members": members, "status": "active", "selection": {}}
    assert event["data"] == facts


def test_everybody_hears_how_members_are_chosen_and_when_that_changes(
    registry: ServiceUnderTest, staff: Caller, partnership: dict[str, Any]
) -> None:
    here, chosen = f"/partnerships/{partnership['id']}", {"it": {"text": "Con un avviso", "status": "original"}}
    assert partnership["selection"] == {}
    told = len(registry.outbox())
    changed = staff.patch(here, {"selection": chosen})
    assert changed["selection"]["it"]["text"] == registry.outbox()[-1]["data"]["selection"]["it"]["text"]
    staff.patch(here, {"selection": changed["selection"]})
    renamed = staff.patch(here, {"name": "LDP"})
    assert (renamed["selection"], len(registry.outbox())) == (changed["selection"], told + 2)


def test_members_join_and_leave_with_the_days_of_their_mandate(
    registry: ServiceUnderTest, staff: Caller, partnership: dict[str, Any], register: Register
) -> None:
    school, address = register("School")["id"], f"/partnerships/{partnership['id']}/members"
    joined = staff.post(address, {"organisation": school, "role": "associate", "since": "2026-02-01"}, status=201)
    assert joined["version"] == 2
    staff.post(address, {"organisation": school, "role": "core"}, status=409)
    left = staff.post(f"{address}/{school}/end", {"until": "2026-03-31"})
    mandate = {"organisation": school, "role": "associate", "since": "2026-02-01", "until": "2026-03-31"}
    assert left["members"][1:] == [mandate]
    staff.post(f"{address}/{school}/end", status=409)
    assert [type for type, _subject in registry.published()[-2:]] == [CHANGED, CHANGED]
    assert registry.outbox()[-1]["data"]["members"][1:] == [mandate]


def test_a_mandate_begins_today_in_the_city_unless_a_day_is_given(
    registry: ServiceUnderTest, staff: Caller, partnership: dict[str, Any], register: Register
) -> None:
    school = register("School")["id"]
    body = {"organisation": school, "role": "core"}
    joined = staff.post(f"/partnerships/{partnership['id']}/members", body, status=201)
    today = registry.clock.now().astimezone(ZoneInfo("Europe/Rome")).date()
    assert joined["members"][1]["since"] == today.isoformat()


def test_the_lead_is_handed_over_not_ended(
    staff: Caller, partnership: dict[str, Any], lead: str, register: Register
) -> None:
    address, agency = f"/partnerships/{partnership['id']}", register("Agency")["id"]
    staff.post(f"{address}/members/{lead}/end", status=409)
    changed = staff.patch(address, {"lead_organisation": agency})
    assert changed["lead_organisation"] == agency
    assert [(one["organisation"], one["role"]) for one in changed["members"] if one["until"] is None] == [
        (lead, "core"),
        (agency, "lead"),
    ]


def test_a_partnership_ends_with_all_its_mandates_and_is_not_resumed(
    registry: ServiceUnderTest, staff: Caller, partnership: dict[str, Any], register: Register
) -> None:
    address = f"/partnerships/{partnership['id']}"
    staff.post(f"{address}/end", {"until": "2999-01-01"}, status=422)
    staff.post(f"{address}/end", {"until": "2025-12-31"}, status=422)
    ended = staff.post(f"{address}/end", {"until": "2026-06-30"})
    assert (ended["status"], ended["until"]) == ("ended", "2026-06-30")
    assert [one["until"] for one in ended["members"]] == ["2026-06-30"]
    assert registry.published()[-1] == (ENDED, ended["id"])
    body = {"organisation": register("School")["id"], "role": "core"}
    staff.post(f"{address}/members", body, status=409)
    staff.patch(address, {"name": "Again"}, status=409)
    staff.post(f"{address}/end", status=409)


def test_partnerships_are_listed_by_city_state_and_member(
    staff: Caller, partnership: dict[str, Any], lead: str
) -> None:
    def found(query: str) -> list[str]:
        return [one["name"] for one in staff.get(f"/partnerships?{query}")["items"]]

    assert found("city=catania&status=active") == ["Catania per tutti"]
    assert found("status=ended") == []
    assert found(f"organisation={lead}") == ["Catania per tutti"]
    assert found("q=tutti") == ["Catania per tutti"]
    assert found("organisation=nobody") == []


def test_another_city_reads_and_does_not_write(neighbour: Caller, partnership: dict[str, Any], lead: str) -> None:
    address = f"/partnerships/{partnership['id']}"
    assert neighbour.get(address)["name"] == "Catania per tutti"
    neighbour.patch(address, {"name": "Ours"}, status=403)
    neighbour.post(f"{address}/end", status=403)
    body = {"name": "LDP", "lead_organisation": lead, "city": "catania"}
    neighbour.post("/partnerships", body, status=403)


def test_a_new_name_is_one_version_and_the_same_name_none(staff: Caller, partnership: dict[str, Any]) -> None:
    address = f"/partnerships/{partnership['id']}"
    assert staff.patch(address, {"name": "Catania insieme"})["version"] == 2
    assert staff.patch(address, {"name": "Catania insieme"})["version"] == 2


def test_wrong_fields_are_named(coordinator: Caller, staff: Caller, lead: str) -> None:
    def paths(caller: Caller, body: dict[str, Any]) -> list[str]:
        problem = caller.post("/partnerships", body, status=422)
        return [error["path"] for error in problem["errors"]]

    stranger = {"organisation": "nobody", "role": "core"}
    assert paths(coordinator, {"name": "LDP", "lead_organisation": lead}) == ["city"]
    assert paths(staff, {"name": "LDP", "lead_organisation": "nobody"}) == ["lead_organisation"]
    assert paths(staff, {"name": "LDP", "lead_organisation": lead, "members": [stranger]}) == ["members.0.organisation"]
    assert paths(staff, {"name": "LDP", "lead_organisation": lead, "members": [{**stranger, "role": "lead"}]}) == [
        "members.0.role"
    ]


def test_the_composition_names_who_is_missing(
    staff: Caller, partnership: dict[str, Any], lead: str, register: Register
) -> None:
    def missing() -> list[str]:
        found: list[str] = staff.get(f"/partnerships/{partnership['id']}/composition")["missing"]
        return found

    assert missing() == ["authorities", "economic_and_social_partners", "people_concerned"]
    for kind in ("local_administration", "trade_union", "migrant_association"):
        member = {"organisation": register(kind, kind=kind)["id"], "role": "core", "since": "2026-02-01"}
        staff.post(f"/partnerships/{partnership['id']}/members", member, status=201)
    assert missing() == []
    for kind, until in (("migrant_association", "2026-03-31"), ("trade_union", "2099-12-31")):
        member = staff.get(f"/organisations?kind={kind}")["items"][0]["id"]
        staff.post(f"/partnerships/{partnership['id']}/members/{member}/end", {"until": until})
    to_come = register("Nuova", kind="migrant_association")["id"]
    member = {"organisation": to_come, "role": "core", "since": "2099-01-01"}
    staff.post(f"/partnerships/{partnership['id']}/members", member, status=201)
    assert missing() == ["people_concerned"]
    groups = staff.get(f"/partnerships/{partnership['id']}/composition")["groups"]
    assert {"group": "civil_society", "organisations": [lead]} in groups
