"""Suggestions while somebody types, narrowed lists, and searches that are kept and alert."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts import gateway
from services.contracts import registry as says
from tests.service.registry.conftest import Register

FORMED = {"name": "Patto per Catania", "city": "catania"}

A_STAKEHOLDER = {
    "name": "Pattuglia", "role_group": "residents", "power": 2, "interest": 4, "attitude": "neutral",
    "involvement": "inform", "wanted_involvement": "consult", "city": "catania",
}  # fmt: skip


def suggested(caller: Caller, text: str, **more: Any) -> list[tuple[str, str, str]]:
    """What is suggested for `text`: kind of thing, name, rank."""
    page = caller.get("/suggestions", query_string={"q": text, **more})
    return [(one["of"], one["name"], one["rank"]) for one in page["items"]]


def a_service(organisation: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    """The body of a service."""
    return {"organisation": organisation["id"], "name": {"it": name}, **more}


def test_suggestions_of_every_kind_the_best_first(staff: Caller, neighbour: Caller, register: Register) -> None:
    lead = register("Patto ETS", seat="Catania", lat=37.5, lon=15.09)
    register("Un paese", seat="Patti")
    staff.post("/services", a_service(lead, "Pattinaggio", places=[{"town": "Acireale", "country": "IT"}]), status=201)
    staff.post("/partnerships", {**FORMED, "lead_organisation": lead["id"]}, status=201)
    staff.post("/people", {"given_name": "Nino", "family_name": "Patti"}, status=201)
    assert suggested(staff, "patt") == [
        ("organisations", "Patto ETS", "name"), ("services", "Pattinaggio", "name"),
        ("partnerships", "Patto per Catania", "name"), ("people", "Nino Patti", "name"),
        ("organisations", "Un paese", "other_field"),
    ]  # fmt: skip
    assert [one[0] for one in suggested(neighbour, "patt")].count("people") == 0
    assert suggested(staff, "patto", of="partnerships") == [("partnerships", "Patto per Catania", "whole_words")]
    assert suggested(staff, "pato", of="organisations") == [("organisations", "Patto ETS", "similar")]
    staff.post("/stakeholders", A_STAKEHOLDER, status=201)
    assert suggested(staff, "pattuglia") == [("stakeholders", "Pattuglia", "whole_words")]
    assert suggested(neighbour, "pattuglia") == []
    assert suggested(staff, "") == []
    assert len(suggested(staff, "patt", limit=2)) == 2
    [found] = staff.get("/suggestions?q=patto&of=organisations")["items"]  # and not Patti, one letter away
    assert (found["id"], found["detail"], found["city"]) == (lead["id"], "Catania", "catania")
    staff.get("/suggestions?q=a&of=cities", status=422)


def test_lists_narrowed_by_distance_and_open_places(staff: Caller, register: Register) -> None:
    near = register("Near", lat=37.51, lon=15.09)
    register("Far", lat=38.1, lon=15.6)
    register("Nowhere")

    def names(path: str) -> list[str]:
        return [one["name"] for one in staff.get(path)["items"]]

    assert names("/organisations?near=37.5,15.09") == ["Near"]
    assert names("/organisations?near=37.5,15.09&within=100") == ["Far", "Near"]
    # 0.1 degrees to the north are 11.1 km, to the east only 8.8 at this latitude.
    register("North", lat=37.6, lon=15.09)
    register("East", lat=37.5, lon=15.19)
    assert names("/organisations?near=37.5,15.09&within=10") == ["East", "Near"]
    for wrong in ("near=x", "near=91,0", "near=1,181", "near=37.5,15.09&within=0"):
        staff.get(f"/organisations?{wrong}", status=422)
    there = [{"town": "Catania", "country": "IT", "lat": 37.5, "lon": 15.09}, {"town": "Enna", "country": "IT"}]
    for name, more in (
        ("Open", {"takes_referrals": True, "free_places": 3, "places": there}),
        ("Not counted", {"takes_referrals": True}),
        ("Full", {"takes_referrals": True, "free_places": 0}),
        ("None", {"takes_referrals": False}),
        ("Closed", {"takes_referrals": True, "status": "temporarily_closed"}),
    ):  # fmt: skip
        staff.post("/services", a_service(near, name, **more), status=201)
    assert [one["it"]["text"] for one in names("/services?open_places=true")] == ["Not counted", "Open"]  # type: ignore[index]
    assert [one["it"]["text"] for one in names("/services?near=37.5,15.09&within=1")] == ["Open"]  # type: ignore[index]


def kept(caller: Caller, alert: str = "immediately", of: str = "organisations", **query: str) -> dict[str, Any]:
    """A search that is kept."""
    made: dict[str, Any] = caller.post(
        "/searches", {"name": "Mine", "of": of, "query": query, "alert": alert}, status=201
    )
    return made


def told(registry: ServiceUnderTest) -> list[tuple[str, int]]:
    """Each search that had something new, and how much, in order."""
    return [(row["subject"], row["data"]["new"]) for row in registry.outbox() if row["type"] == says.SearchMatched.type]


def test_an_alert_tells_once_of_what_is_new(registry: ServiceUnderTest, staff: Caller, register: Register) -> None:
    register("Scuola vecchia", kind="school")
    mine = kept(staff, q="scuola", kind="school")
    registry.run_job("look-for-news")
    assert told(registry) == []
    registry.clock.move(minutes=1)
    register("Scuola nuova", kind="school")
    later = register("Scuola", kind="ngo")
    registry.run_job("look-for-news")
    assert told(registry) == [(mine["id"], 1)]
    registry.clock.move(minutes=1)
    staff.patch(f"/organisations/{later['id']}", {"kind": "school"})
    registry.run_job("look-for-news")
    registry.run_job("look-for-news")
    assert told(registry) == [(mine["id"], 1), (mine["id"], 1)]
    [event] = [row for row in registry.outbox() if row["type"] == says.SearchMatched.type][:1]
    assert event["data"] == {"owner": "person-lead_staff-catania", "new": 1}
    called, notifications = f"/contacts/searches/{mine['id']}", registry.another_service("notifications")
    assert notifications.get(called) == {"name": "Mine"}
    staff.get(called, status=403)
    staff.delete(f"/searches/{mine['id']}")
    notifications.get(called, status=410)


@pytest.mark.parametrize(("alert", "wait"), [("daily", 1), ("weekly", 7), ("never", None)])
def test_an_alert_waits_for_its_day(
    registry: ServiceUnderTest, staff: Caller, register: Register, alert: str, wait: int | None
) -> None:
    mine = kept(staff, alert, q="casa")
    register("Casa")
    registry.clock.move(days=wait or 30, minutes=-1)
    registry.run_job("look-for-news")
    assert told(registry) == []
    registry.clock.move(minutes=1)
    registry.run_job("look-for-news")
    assert told(registry) == ([(mine["id"], 1)] if wait else [])


def test_an_alert_tells_only_what_its_owner_may_see(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller
) -> None:
    mine, theirs = kept(staff, of="people", q="rossi"), kept(neighbour, of="people", q="rossi")
    registry.clock.move(minutes=1)
    staff.post("/people", {"given_name": "Anna", "family_name": "Rossi"}, status=201)
    registry.run_job("look-for-news")
    assert told(registry) == [(mine["id"], 1)]
    access = {"scopes": ["registry:read"], "cities": ["catania"], "everywhere": False}
    registry.hears(gateway.AccessChanged, subject="person-lead_staff-bologna", data=access)
    registry.hears(gateway.AccessChanged, subject="person-lead_staff-catania", data={**access, "scopes": []})
    registry.clock.move(minutes=1)
    staff.post("/people", {"given_name": "Bruno", "family_name": "Rossi"}, status=201)
    registry.run_job("look-for-news")
    assert told(registry) == [(mine["id"], 1), (theirs["id"], 1)]


def test_a_search_is_its_owners_and_can_be_brought_back(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller
) -> None:
    mine = kept(staff, "weekly", q="scuola")
    assert mine["query"] == {"q": "scuola"}
    for path in (f"/searches/{mine['id']}",):
        neighbour.get(path, status=404)
        neighbour.patch(path, {"name": "Theirs"}, status=404)
        neighbour.delete(path, status=404)
    assert neighbour.get("/searches")["items"] == []
    changed = staff.patch(f"/searches/{mine['id']}", {"name": "Schools", "alert": "daily"}, etag='"1"')
    assert (changed["name"], changed["version"]) == ("Schools", 2)
    staff.patch(f"/searches/{mine['id']}", {"name": "Again"}, etag='"1"', status=412)
    staff.delete(f"/searches/{mine['id']}")
    assert staff.get("/searches")["items"] == []
    assert [one["id"] for one in staff.get("/searches?removed=true")["items"]] == [mine["id"]]
    staff.patch(f"/searches/{mine['id']}", {"name": "Again"}, status=409)
    staff.post(f"/searches/{mine['id']}/restore")
    assert [one["name"] for one in staff.get("/searches")["items"]] == ["Schools"]
    wrong = {"name": "x", "of": "organisations", "query": {"kind": "bakery"}}
    answer = staff.post("/searches", wrong, status=422)
    assert [one["path"] for one in answer["errors"]] == ["query.kind"]
    staff.post("/searches", {**wrong, "query": {"limit": "5"}}, status=422)
    staff.post("/searches", {**wrong, "query": {}, "of": "cities"}, status=422)
