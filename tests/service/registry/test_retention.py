"""How long records are kept: rules that the coordinator changes, what would go, what goes, and legal holds."""

from datetime import timedelta
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.retention.model import months_before
from tests.contention import contested
from tests.service.registry.conftest import Register

RULE = "/retention-rules/people_without_role"
UGO = {"given_name": "Ugo", "family_name": "Neri"}


@pytest.fixture
def coordinator(registry: ServiceUnderTest) -> Caller:
    """Who serves the whole network."""
    return registry.signed_in("coordinator")


def people(staff: Caller) -> list[str]:
    """The family names of everybody who is known."""
    return sorted(one["family_name"] for one in staff.get("/people")["items"])


def due(asker: Caller) -> list[str]:
    """Who would go by the rule."""
    return sorted(one["name"] for one in asker.get(f"{RULE}/due")["items"])


def test_who_has_had_no_role_for_as_long_as_the_rule_says_is_erased_with_a_receipt(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, coordinator: Caller, register: Register
) -> None:
    school = register("School")["id"]
    last_day = months_before(registry.clock.now() + timedelta(days=1700), 24).date().isoformat()
    for name, until in (("Ended", "2026-01-31"), ("Lasting", None), ("On the day", last_day)):
        role = {"organisation": school, "role": "trainer", "since": "2020-01-01", "until": until}
        staff.post("/people", {"given_name": "A", "family_name": name, "roles": [role]}, status=201)
    gone = staff.post("/people", UGO, status=201)["id"]
    of_nobody = coordinator.post("/people", {**UGO, "family_name": "Network"}, status=201)["id"]
    changed = staff.post("/people", {"given_name": "A", "family_name": "Changed"}, status=201)["id"]
    held = staff.post("/people", {"given_name": "A", "family_name": "Held"}, status=201)["id"]
    staff.post(f"/people/{held}/hold", {"reason": "A lawsuit"})
    registry.clock.move(days=700)
    assert due(staff) == []
    registry.run_job("apply-retention")
    assert people(staff) == ["Changed", "Ended", "Held", "Lasting", "Neri", "On the day"]
    registry.clock.move(days=1000)
    assert (due(staff), due(neighbour)) == (["A Changed", "A Ended", "Ugo Neri"], [])
    with contested(registry, "people", changed, updated_at=registry.clock.now()):
        registry.run_job("apply-retention")
    assert people(staff) == ["Changed", "Held", "Lasting", "On the day"]
    receipt = staff.get(f"/erasures/{gone}")
    assert (receipt["ordered_by"], receipt["everywhere"]) == ("registry", False)
    assert coordinator.get(f"/erasures/{of_nobody}")["everywhere"]
    [run] = staff.get("/retention-runs")["items"]
    assert (run["kind"], run["months"], run["number"]) == ("people_without_role", 24, 3)
    staff.delete(f"/people/{held}", status=409)
    staff.post(f"/people/{held}/release")
    staff.delete(f"/people/{held}")


def test_a_rule_is_changed_by_who_serves_the_network_and_can_be_switched_off(
    registry: ServiceUnderTest, staff: Caller, coordinator: Caller
) -> None:
    kinds = {one["id"]: one["months"] for one in staff.get("/retention-rules")["rules"]}
    assert kinds == {"people_without_role": 24, "imports": 24, "uploads": 3, "erasure_receipts": 36}
    staff.patch(RULE, {"months": 6}, status=403)
    coordinator.patch(RULE, {"months": 1}, status=422)
    coordinator.patch(RULE, {"months": 6}, etag='"3"', status=412)
    assert coordinator.patch(RULE, {"months": 6}, etag='"0"')["version"] == 1
    assert coordinator.patch(RULE, {"active": False}, etag='"1"')["months"] == 6
    staff.post("/people", UGO, status=201)
    registry.clock.move(days=200)
    registry.run_job("apply-retention")
    assert (due(staff), people(staff)) == (["Ugo Neri"], ["Neri"])
    by_another = [staff.get(f"{RULE}/due", query_string={"months": months})["items"] for months in (3, 24)]
    assert [[one["name"] for one in items] for items in by_another] == [["Ugo Neri"], []]
    staff.get(f"{RULE}/due", query_string={"months": 2}, status=422)
    coordinator.patch(RULE, {"active": True})
    registry.run_job("apply-retention")
    assert people(staff) == []
    staff.get("/retention-rules/secrets", status=404)


def test_receipts_and_uploads_go_by_their_own_rules(registry: ServiceUnderTest, staff: Caller) -> None:
    person: dict[str, Any] = staff.post("/people", UGO, status=201)
    staff.delete(f"/people/{person['id']}")
    staff.post("/uploads", {"name": "a.csv"}, status=201)
    registry.clock.move(days=2000)
    registry.run_job("apply-retention")
    assert [one["kind"] for one in staff.get("/retention-runs")["items"]] == ["uploads"]
    staff.get(f"/erasures/{person['id']}")
