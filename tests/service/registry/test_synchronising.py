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
