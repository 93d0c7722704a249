"""A copy that is kept as docs/integrators/synchronising.md says is the same as the register."""

from datetime import datetime, timedelta
from typing import Any

from services.chassis.testing import Caller, ServiceUnderTest

Copy = dict[str, dict[str, Any]]


def _caught_up(partner: Caller, copy: Copy, since: str | None) -> str | None:
    """Bring the copy up to date; the newest change that it has."""
    asked: dict[str, Any] = {"limit": 2, "city": "catania"}
    if since is not None:
        asked["modified_after"] = (datetime.fromisoformat(since) - timedelta(minutes=1)).isoformat()
    after: str | None = None
    while True:
        page = partner.get("/organisations", query_string={**asked, **({"after": after} if after else {})})
        for one in page["items"]:
            copy.pop(one["id"], None) if "deleted_at" in one else copy.update({one["id"]: one})
        after = page["next"]
        if after is None:
            return max((one["updated_at"] for one in copy.values()), default=since)


def test_a_copy_hears_of_what_is_new_changed_and_gone(registry: ServiceUnderTest, staff: Caller) -> None:
    partner, copy = registry.client("registry:read", city="catania"), Copy()
    body = {"kind": "ngo", "country": "IT"}
    ids = [staff.post("/organisations", {**body, "name": f"O{n}"}, status=201)["id"] for n in range(5)]
    since = _caught_up(partner, copy, None)
    assert sorted(copy) == sorted(ids)
    registry.clock.move(minutes=5)
    staff.delete(f"/organisations/{ids[0]}")
    staff.patch(f"/organisations/{ids[1]}", {"name": "Renamed", "kind": "school"})
    staff.post("/organisations", {**body, "name": "New"}, status=201)
    _caught_up(partner, copy, since)
    assert copy == {one["id"]: one for one in staff.get("/organisations?city=catania")["items"]}
    assert sorted(one["name"] for one in copy.values()) == ["New", "O2", "O3", "O4", "Renamed"]


def test_a_copy_of_one_city_hears_of_what_is_another_citys_by_now(
    registry: ServiceUnderTest, staff: Caller, coordinator: Caller
) -> None:
    partner = registry.client("registry:read", city="catania")
    body = {"name": "Halle", "kind": "ngo", "country": "IT"}
    organisation = staff.post("/organisations", body, status=201)["id"]
    offered = {"organisation": organisation, "name": {"it": "Corso"}, "themes": ["other"]}
    service = staff.post("/services", offered, status=201)["id"]
    registry.clock.move(minutes=5)
    since = {"modified_after": registry.clock.now().isoformat()}
    registry.clock.move(minutes=5)
    for path, id in (("/organisations", organisation), ("/services", service)):
        for city in ("bologna", None):
            coordinator.patch(f"{path}/{id}", {"city": city})
            [told] = partner.get(path, query_string={**since, "city": "catania"})["items"]
            assert ({*told}, told["id"]) == ({"id", "deleted_at"}, id)
            there = partner.get(path, query_string={**since, "city": "bologna"})["items"]
            assert ["deleted_at" in one for one in there] == [city is None]
            assert partner.get(path, query_string=since)["items"][0]["city"] == city
        coordinator.patch(f"{path}/{id}", {"city": "catania"})
        [back] = partner.get(path, query_string={**since, "city": "catania"})["items"]
        assert back["city"] == "catania"
        coordinator.patch(f"{path}/{id}", {"city": "bologna"})
    for path, id in (("/services", service), ("/organisations", organisation)):
        coordinator.delete(f"{path}/{id}")
        [gone] = partner.get(path, query_string={**since, "city": "catania"})["items"]
        assert ({*gone}, gone["id"]) == ({"id", "deleted_at"}, id)
