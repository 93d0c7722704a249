"""Whose part an organisation is, who comes after it, who vouches for it, and whether the public sees it."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

VAT = {"scheme": "vat", "value": "IT00743110157"}


def there(organisation: dict[str, Any]) -> str:
    return f"/organisations/{organisation['id']}"


@pytest.mark.parametrize("line", ["parent", "successor"])
def test_a_line_leads_to_who_is_in_the_register_and_never_back(staff: Caller, register: Register, line: str) -> None:
    first = register("First")
    second = register("Second", **{line: first["id"]})
    third = register("Third", **{line: second["id"]})
    for wrong in ("nobody", first["id"], third["id"]):
        problem = staff.patch(there(first), {line: wrong}, status=422)
        assert [error["path"] for error in problem["errors"]] == [line]
    staff.delete(there(first), status=409)
    staff.patch(there(second), {line: None})
    staff.delete(there(first))


def test_the_parts_of_an_organisation_are_listed_by_it(staff: Caller, register: Register) -> None:
    head = register("Head")
    register("Part", parent=head["id"])
    assert [one["name"] for one in staff.get(f"/organisations?parent={head['id']}")["items"]] == ["Part"]


def test_who_ceased_leads_to_its_successor(registry: ServiceUnderTest, staff: Caller, register: Register) -> None:
    new = register("New")
    old, forgotten = register("Old", successor=new["id"]), register("Forgotten")
    staff.delete(there(old))
    staff.delete(there(forgotten))
    problem = staff.get(there(old), status=410)
    assert staff.last_response is not None
    assert staff.last_response.headers["Link"] == f'</api/v1/registry{there(new)}>; rel="successor-version"'
    assert new["id"] in problem["detail"]
    staff.get(there(forgotten), status=404)
    told = [event["data"] for event in registry.outbox() if event["type"].endswith("organisation.removed.v1")]
    assert told == [{"successor": new["id"]}, {}]


def test_who_verifies_is_noted_with_the_time_and_a_new_name_or_number_takes_it_back(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller, register: Register
) -> None:
    made = register("Astra")
    nothing = {"status": "unverified", "by": None, "on": None, "note": None}
    assert made["verification"] == nothing
    wish = {"status": "verified", "note": "Camera di commercio"}
    neighbour.post(f"{there(made)}/verify", wish, status=403)
    done = staff.post(f"{there(made)}/verify", wish)["verification"]
    assert (done["status"], done["note"]) == ("verified", "Camera di commercio")
    assert done["by"] == "person-lead_staff-catania"
    assert registry.clock.now().isoformat().startswith(done["on"][:10])
    assert staff.patch(there(made), {"seat": "Catania"})["verification"] == done
    for change in ({"name": "Astra Nova"}, {"identifiers": [VAT]}, {"legal_name": "Astra s.c."}):
        staff.post(f"{there(made)}/verify", wish)
        assert staff.patch(there(made), change)["verification"] == nothing
    refused = staff.post(f"{there(made)}/verify", {"status": "refused"})["verification"]
    assert (refused["status"], refused["note"]) == ("refused", None)
    assert [one["id"] for one in staff.get("/organisations?verification=refused")["items"]] == [made["id"]]
    assert staff.get("/organisations?verification=unverified")["items"] == []
    assert staff.post(f"{there(made)}/verify", {"status": "unverified"})["verification"] == nothing
    registry.database.rows("organisations").update_many({}, {"$unset": {"verification": True}})
    old = staff.get("/organisations?verification=unverified")["items"]
    assert [one["id"] for one in old] == [made["id"]], "one from before there was a verification"


def test_a_sheet_cannot_verify_itself(staff: Caller) -> None:
    body = {"name": "Astra", "kind": "ngo", "country": "IT", "verification": {"status": "verified"}}
    staff.post("/organisations", body, status=422)


def test_the_public_is_shown_what_is_published(registry: ServiceUnderTest, staff: Caller, register: Register) -> None:
    made = {name: register(name, publication=name) for name in ("draft", "published", "withdrawn")}
    older = register("older")
    registry.database.rows("organisations").update_one({"_id": older["id"]}, {"$unset": {"publication": 1}})
    for one in made.values():
        staff.post("/services", {"organisation": one["id"], "name": {"en": one["name"]}}, status=201)
    anybody = registry.anonymous()
    hsds, insider = (Caller(registry.app.test_client(), "/hsds/v3", who._headers) for who in (anybody, staff))
    assert {one["name"] for one in hsds.get("/organizations")["contents"]} == {"published", "older"}
    assert {one["name"] for one in insider.get("/organizations")["contents"]} == {*made, "older"}
    hsds.get(f"/organizations/{made['draft']['id']}", status=404)
    told = {one["name"]: one.get("organization") for one in hsds.get("/services")["contents"]}
    assert [name for name, organisation in told.items() if organisation] == ["published"]
    assert {one["nom"] for one in anybody.get("/exchange/data-inclusion/structures")} == {"published", "older"}
    assert [one["nom"] for one in anybody.get("/exchange/data-inclusion/services")] == ["published"]
    assert len(anybody.get("/exchange/cpsv-ap")["@graph"]) == 1
    found = {wish: {one["name"] for one in staff.get(f"/organisations?publication={wish}")["items"]} for wish in made}
    assert found == {"draft": {"draft"}, "published": {"published", "older"}, "withdrawn": {"withdrawn"}}


def test_a_merge_moves_parents_and_successors_and_its_undo_puts_them_back(staff: Caller, register: Register) -> None:
    kept, merged = register("Kept"), register("Merged")
    part, old = register("Part", parent=merged["id"], identifiers=[VAT]), register("Old", successor=merged["id"])
    staff.patch(there(kept), {"parent": merged["id"]})
    pair = staff.post("/duplicates", {"organisations": [kept["id"], merged["id"]]}, status=201)
    wish = {"survivor": kept["id"], "survivor_version": 2, "merged_version": 1, "take": []}
    done = staff.post(f"/duplicates/{pair['id']}/merge", wish)
    assert [(one["kind"], one["count"]) for one in done["moved"]] == [("organisations", 2)]
    lines = [staff.get(there(kept))["parent"], staff.get(there(part))["parent"], staff.get(there(old))["successor"]]
    assert lines == [None, kept["id"], kept["id"]]
    staff.post(f"/duplicates/{pair['id']}/undo")
    lines = [staff.get(there(kept))["parent"], staff.get(there(part))["parent"], staff.get(there(old))["successor"]]
    assert lines == [merged["id"]] * 3
