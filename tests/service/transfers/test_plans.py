"""A city's Action Plan: its period, its states, its adoption by the partnership."""

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.transfers.samples import paths

DRAFTED = "eu.learning-cities.transfers.plan.drafted.v1"
CHANGED = "eu.learning-cities.transfers.plan.changed.v1"
DECISION = {"reference": "LDP 7/2026", "decided_on": "2026-05-04"}


def advance(caller: Caller, plan: dict[str, Any], status: str, expect: int = 200, **more: Any) -> Any:
    return caller.post(f"/plans/{plan['id']}/advance", {"status": status, **more}, status=expect)


def add_measure(caller: Caller, plan: dict[str, Any], expect: int = 201, **fields: Any) -> Any:
    return caller.post(f"/plans/{plan['id']}/measures", {"title": {"it": "Corso"}, **fields}, status=expect)


def test_a_plan_begins_as_a_draft_and_is_said(transfers: ServiceUnderTest, plan: dict[str, Any]) -> None:
    assert (plan["status"], plan["revision"], plan["measures"]) == ("draft", 1, [])
    assert transfers.published() == [(DRAFTED, plan["id"])]


@pytest.mark.parametrize(("starts_on", "ends_on"), [("2027-12-31", "2028-12-31"), ("2026-01-01", "2027-12-31")])
def test_a_city_has_one_plan_for_a_period(catania: Caller, plan: dict[str, Any], starts_on: str, ends_on: str) -> None:
    body = {"city": "catania", "title": {"it": "Altro"}, "starts_on": starts_on, "ends_on": ends_on}
    catania.post("/plans", body, status=409)


def test_the_next_period_may_have_its_own_plan(catania: Caller, plan: dict[str, Any]) -> None:
    body = {"city": "catania", "title": {"it": "Altro"}, "starts_on": "2028-01-01", "ends_on": "2028-12-31"}
    catania.post("/plans", body, status=201)
    catania.patch(f"/plans/{plan['id']}", {"ends_on": "2028-01-01"}, status=409)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [({"ends_on": "2025-12-31"}, "ends_on"), ({"starts_on": "soon"}, "starts_on"), ({"city": "atlantis"}, "city")],
)
def test_wrong_input_is_named_by_its_path(transfers: ServiceUnderTest, wrong: dict[str, Any], path: str) -> None:
    body = {"city": "catania", "title": {"it": "Piano"}, "starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    assert paths(transfers.signed_in("coordinator").post("/plans", {**body, **wrong}, status=422)) == [path]


def test_adoption_needs_a_decision_of_the_partnership_and_a_measure(catania: Caller, plan: dict[str, Any]) -> None:
    advance(catania, plan, "adopted", expect=409, decision=DECISION)
    advance(catania, plan, "consultation")
    assert paths(advance(catania, plan, "adopted", expect=422)) == ["decision", "measures"]
    assert paths(advance(catania, plan, "adopted", expect=422, decision={"reference": ""})) == [
        "decision.reference",
        "decision.decided_on",
    ]
    add_measure(catania, plan)
    adopted = advance(catania, plan, "adopted", decision=DECISION)
    assert adopted["decisions"] == [{**DECISION, "link": None, "revision": 1}]


def test_an_adopted_plan_changes_by_a_revision_only(catania: Caller, plan: dict[str, Any]) -> None:
    add_measure(catania, plan)
    advance(catania, plan, "consultation")
    advance(catania, plan, "adopted", decision=DECISION)
    catania.patch(f"/plans/{plan['id']}", {"title": {"it": "Nuovo"}}, status=409)
    add_measure(catania, plan, expect=409)
    assert advance(catania, plan, "revised")["revision"] == 2
    add_measure(catania, plan)
    advance(catania, plan, "in_implementation", expect=409)
    again = advance(catania, plan, "adopted", decision={**DECISION, "reference": "LDP 9/2026"})
    assert [(one["reference"], one["revision"]) for one in again["decisions"]] == [("LDP 7/2026", 1), ("LDP 9/2026", 2)]
    advance(catania, plan, "in_implementation")
    closed = advance(catania, plan, "closed")
    assert [step["status"] for step in closed["history"]] == [
        "draft", "consultation", "adopted", "revised", "adopted", "in_implementation", "closed",
    ]  # fmt: skip
    assert closed["next_statuses"] == []


def test_each_change_says_the_whole_state(transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]) -> None:
    add_measure(catania, plan, linkages=["housing", "employment"])
    add_measure(catania, plan)
    changes = [row for row in transfers.outbox() if row["type"] == CHANGED]
    assert [row["subject"] for row in changes] == [plan["id"], plan["id"]]
    said = changes[-1]["data"]
    assert (said["measure_count"], said["integrated_count"], said["areas"], said["integration_index"]) == (
        2, 1, ["employment", "housing"], 1.0,
    )  # fmt: skip


def test_a_city_system_reads_the_plans_of_a_city_and_what_changed(
    transfers: ServiceUnderTest, catania: Caller, plan: dict[str, Any]
) -> None:
    measure = add_measure(catania, plan)
    system = transfers.client("transfers:read", city="catania")
    [listed] = system.get("/plans", query_string={"city": "catania"})["items"]
    assert listed["id"] == plan["id"]
    assert system.get("/plans", query_string={"city": "bologna"})["items"] == []
    assert [one["id"] for one in system.get(f"/plans/{plan['id']}")["measures"]] == [measure["id"]]
    later = {"modified_after": listed["updated_at"]}
    assert system.get("/plans", query_string=later)["items"] == []
    catania.patch(f"/plans/{plan['id']}", {"vision": {"it": "Una città che impara"}})
    assert [one["id"] for one in system.get("/plans", query_string=later)["items"]] == [plan["id"]]
    system.post("/plans", {}, status=403)


def test_another_city_does_not_write(bologna: Caller, plan: dict[str, Any]) -> None:
    bologna.patch(f"/plans/{plan['id']}", {"title": {"it": "Nostro"}}, status=403)
    add_measure(bologna, plan, expect=403)
