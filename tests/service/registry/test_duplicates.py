"""Duplicates over HTTP: found on entry and by the job, judged, merged and parted again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.chassis.store.migrations import migrate
from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.duplicates.existing import MATCH_KEYS
from tests.service.registry.conftest import Register
from tests.service.registry.test_stakeholders import SCORE

Pair = dict[str, Any]


def find(registry: ServiceUnderTest, staff: Caller, **query: str) -> list[Pair]:
    """The pairs after the job has looked at everything that is settled."""
    registry.clock.move(seconds=60)
    registry.run_job("find-duplicates")
    found: list[Pair] = staff.get("/duplicates", query_string=query)["items"]
    return found


def merge(asking: Caller, pair: Pair, survivor: str, status: int = 200, **more: Any) -> Pair:
    """Merge a pair as somebody does who has just read both."""
    other = next(one["id"] for one in pair["organisations"] if one["id"] != survivor)
    versions = [asking.get(f"/organisations/{id}")["version"] for id in (survivor, other)]
    body = {"survivor": survivor, "survivor_version": versions[0], "merged_version": versions[1], **more}
    answer: Pair = asking.post(f"/duplicates/{pair['id']}/merge", body, status=status)
    return answer


@pytest.fixture
def twins(staff: Caller, register: Register) -> tuple[str, str, Pair]:
    """Two organisations that are one, and their pair."""
    one = register("Associazione Penelope onlus", seat="Catania", website="https://penelope.example")["id"]
    other = register("Penelope Associazione", seat="Catania", short_name="APE", languages=["it", "ar"])["id"]
    return one, other, staff.post("/duplicates", {"organisations": [one, other]}, status=201)


def test_candidates_are_named_before_an_organisation_is_entered(staff: Caller, register: Register) -> None:
    made = register("Zentrum für Soziale Innovation GmbH", seat="Wien", country="AT")
    register("Zentrum für Kunst", seat="Wien", country="AT")
    asked = {"name": "Centre for Soziale Inovation", "seat": "Vienna", "country": "AT"}
    [found] = staff.get("/duplicates/candidates", query_string=asked)["items"]
    assert (found["id"], found["name"], found["reasons"]) == (made["id"], made["name"], ["name", "place"])
    assert found["score"] >= 0.8
    assert staff.get("/duplicates/candidates", query_string={**asked, "name": "Volkstheater"})["items"] == []
    assert "name" in str(staff.get("/duplicates/candidates", status=422)["errors"])


def test_who_says_on_entry_that_it_is_another_one_is_not_asked_again(
    registry: ServiceUnderTest, staff: Caller, coordinator: Caller, register: Register
) -> None:
    mine = register("Scuola Penelope", seat="Catania")
    sheet = {"name": "Scuola Penelope srl", "seat": "Catania", "kind": "ngo", "country": "IT"}
    theirs = coordinator.post("/organisations", sheet, status=201)
    looked_at = [mine["id"], theirs["id"], "gone-by-now"]
    body = {"name": "Penelope Scuola onlus", "seat": "Catania", "kind": "ngo", "country": "IT"}
    entered = staff.post("/organisations", {**body, "not_same_as": looked_at}, status=201)
    pairs = {frozenset(one["id"] for one in pair["organisations"]): pair for pair in find(registry, staff)}
    judged = {other: pairs[frozenset((entered["id"], other))]["status"] for other in (mine["id"], theirs["id"])}
    assert judged == {mine["id"]: "not_duplicate", theirs["id"]: "open"}  # that one is for the network to judge
    pair = pairs[frozenset((entered["id"], mine["id"]))]
    assert (pair["city"], pair["reasons"], pair["reason"]) == ("catania", ["name", "place"], None)
    assert staff.post(f"/duplicates/{pair['id']}/reopen")["status"] == "open"
    assert "not_same_as" not in registry.database.rows("organisations").find_one({"_id": entered["id"]})


def test_the_job_finds_pairs_once_and_drops_them_when_they_part(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    one = register("Arbeit und Bildung e.V.", seat="Berlin", country="DE")["id"]
    other = register("Arbeit u. Bildung eingetragener Verein", seat="Berlin", country="DE")["id"]
    register("Arbeit und Bildung e.V.", seat="Dresden", country="DE")
    [pair] = find(registry, staff)
    assert {one["id"] for one in pair["organisations"]} == {one, other}
    assert (pair["status"], pair["reasons"]) == ("open", ["name", "place"])
    assert find(registry, staff) == [pair]
    staff.patch(f"/organisations/{other}", {"name": "Kulturverein Neukölln"})
    assert find(registry, staff) == []


def test_who_was_in_the_register_before_there_were_keys_is_found_too(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    ids = {register(name, seat="Wien", country="AT")["id"] for name in ("Haus der Bildung", "Haus d. Bildung GmbH")}
    rows = registry.database.rows("organisations")
    rows.update_many({}, {"$unset": {"match_keys": ""}})
    assert find(registry, staff) == []
    registry.database.rows("migrations").delete_one({"_id": MATCH_KEYS.name})
    assert migrate(registry.database, [MATCH_KEYS], registry.clock) == [MATCH_KEYS.name]
    [pair] = find(registry, staff)
    assert {one["id"] for one in pair["organisations"]} == ids


def test_a_pair_that_was_judged_is_not_brought_up_again(
    registry: ServiceUnderTest, staff: Caller, twins: tuple[str, str, Pair]
) -> None:
    one, _other, pair = twins
    why = {"reason": "part", "note": "Its branch"}
    judged = staff.post(f"/duplicates/{pair['id']}/not-duplicate", why)
    assert (judged["status"], judged["reason"], judged["note"]) == ("not_duplicate", "part", "Its branch")
    staff.patch(f"/organisations/{one}", {"short_name": "Pen"})
    assert find(registry, staff, status="open") == []
    merge(staff, pair, one, status=409)
    reopened = staff.post(f"/duplicates/{pair['id']}/reopen")
    assert (reopened["status"], reopened["reason"], reopened["note"]) == ("open", None, None)


def test_a_merge_moves_everything_and_its_undo_puts_everything_back(
    registry: ServiceUnderTest, staff: Caller, coordinator: Caller, neighbour: Caller, twins: tuple[str, str, Pair]
) -> None:
    one, other, pair = twins
    role = {"organisation": other, "role": "trainer"}
    person = neighbour.post("/people", {"given_name": "Ada", "family_name": "N", "roles": [role]}, status=201)
    formed = staff.post("/partnerships", {"name": "LDP", "lead_organisation": other}, status=201)
    tenant = staff.post("/stakeholders", {"organisation": other, "role_group": "experts", **SCORE}, status=201)
    listed = staff.post("/services", {"organisation": other, "name": {"it": "Corso"}}, status=201)
    places = [f"/people/{person['id']}", f"/partnerships/{formed['id']}", f"/stakeholders/{tenant['id']}"]
    places += [f"/services/{listed['id']}", f"/organisations/{one}", f"/organisations/{other}"]
    before = [coordinator.get(place) for place in places]
    shown = staff.get(f"/duplicates/{pair['id']}")
    assert shown["differences"] == ["languages", "name", "short_name", "website"]
    assert shown["undo_until"] is None
    registry.database.rows("outbox").delete_many({})

    done = merge(staff, pair, one, take=["short_name", "languages"])
    assert (done["status"], done["survivor"], done["merged"]) == ("merged", one, other)
    moved = [(each["kind"], each["count"]) for each in staff.get(f"/duplicates/{pair['id']}")["moved"]]
    assert moved == [("people", 1), ("partnerships", 1), ("stakeholders", 1), ("services", 1)]
    kept = staff.get(f"/organisations/{one}")
    assert (kept["name"], kept["short_name"], kept["languages"]) == ("Associazione Penelope onlus", "APE", ["it", "ar"])
    assert other not in str([coordinator.get(place) for place in places[:5]])
    events = [(type.split("registry.")[1], subject) for type, subject in registry.published()]
    assert sorted(events) == sorted([
        ("person.changed.v1", person["id"]), ("partnership.changed.v1", formed["id"]),
        ("service.changed.v1", listed["id"]), ("organisation.changed.v1", one), ("organisation.merged.v1", other),
    ])  # fmt: skip

    undone = staff.post(f"/duplicates/{pair['id']}/undo")
    assert (undone["status"], undone["survivor"]) == ("open", None)
    after = [coordinator.get(place) for place in places]
    bookkeeping = ("version", "updated_at")
    assert [_without(one, *bookkeeping) for one in after] == [_without(one, *bookkeeping) for one in before]
    assert ("eu.learning-cities.registry.organisation.restored.v1", other) in registry.published()


def _without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in names}


def test_the_old_address_leads_to_the_survivor_and_a_tombstone_stays(
    staff: Caller, twins: tuple[str, str, Pair]
) -> None:
    one, other, pair = twins
    merge(staff, pair, one)
    assert staff.get(f"/organisations/{other}", status=308)
    assert staff.last_response is not None
    assert staff.last_response.headers["Location"] == f"/api/v1/registry/organisations/{one}"
    assert json.loads(staff.last_response.data)["type"] == "/problems/moved"
    assert staff.patch(f"/organisations/{other}", {"name": "Late"}, status=404)["status"] == 404
    staff.get("/organisations/nobody", status=404)


def test_a_saved_search_and_a_later_import_find_the_one_that_stays(
    registry: ServiceUnderTest, staff: Caller, twins: tuple[str, str, Pair]
) -> None:
    one, other, pair = twins
    asked = {"of": "services", "name": "Theirs", "query": {"organisation": other}}
    search = staff.post("/searches", asked, status=201)["id"]
    origin = {"source": "old-list", "identifier": "7"}
    registry.database.rows("organisations").update_one({"_id": other}, {"$set": {"origin": origin}})
    moved = merge(staff, pair, one)["moved"]
    assert [(each["kind"], each["count"]) for each in moved] == [("searches", 1)]
    assert staff.get(f"/searches/{search}")["query"] == {"organisation": one}
    assert staff.get(f"/organisations/{one}")["origin"] == origin
    staff.post(f"/duplicates/{pair['id']}/undo")
    assert staff.get(f"/searches/{search}")["query"] == {"organisation": other}
    assert [staff.get(f"/organisations/{id}")["origin"] for id in (one, other)] == [None, origin]
    own = {"source": "another-list", "identifier": "8"}
    registry.database.rows("organisations").update_one({"_id": one}, {"$set": {"origin": own}})
    merge(staff, pair, one)
    assert staff.get(f"/organisations/{one}")["origin"] == own


def test_what_was_changed_since_stays_when_a_merge_is_undone(staff: Caller, twins: tuple[str, str, Pair]) -> None:
    one, other, pair = twins
    roles = [{"organisation": id, "role": "trainer", "since": None, "until": None} for id in (one, other)]
    person = staff.post("/people", {"given_name": "Ada", "family_name": "N", "roles": roles}, status=201)["id"]
    merge(staff, pair, one, take=["name", "short_name"])
    staff.patch(f"/organisations/{one}", {"name": "Penelope"})
    moved = staff.get(f"/people/{person}")["roles"]
    moved[1]["until"] = "2026-01-01"
    added = {"organisation": one, "role": "expert", "since": None, "until": None}
    staff.patch(f"/people/{person}", {"roles": [added, *moved]})
    staff.post(f"/duplicates/{pair['id']}/undo")
    kept = staff.get(f"/organisations/{one}")
    assert (kept["name"], kept["short_name"]) == ("Penelope", None)
    assert staff.get(f"/people/{person}")["roles"] == [added, roles[0], {**roles[1], "until": "2026-01-01"}]


def test_who_did_not_see_the_newest_sheet_cannot_merge(staff: Caller, twins: tuple[str, str, Pair]) -> None:
    one, other, pair = twins
    body = {"survivor": one, "survivor_version": 1, "merged_version": 1, "take": []}
    staff.patch(f"/organisations/{other}", {"seat": "Paternò"})
    staff.post(f"/duplicates/{pair['id']}/merge", body, status=412)
    assert staff.get(f"/organisations/{other}")["seat"] == "Paternò"
    wrong = staff.post(f"/duplicates/{pair['id']}/merge", {**body, "survivor": "nobody"}, status=422)
    assert [error["path"] for error in wrong["errors"]] == ["survivor"]
    wrong = merge(staff, pair, one, status=422, take=["version"])
    assert [error["path"] for error in wrong["errors"]] == ["take.0"]


def test_a_later_merge_is_undone_first_and_after_30_days_none(
    registry: ServiceUnderTest, staff: Caller, register: Register, twins: tuple[str, str, Pair]
) -> None:
    one, other, pair = twins
    third = register("Penelope")["id"]
    beside = staff.post("/duplicates", {"organisations": [other, third]}, status=201)
    merge(staff, pair, one)
    staff.get(f"/duplicates/{beside['id']}", status=404)
    later = staff.post("/duplicates", {"organisations": [one, third]}, status=201)
    merge(staff, later, third)
    assert "not in the register" in staff.post(f"/duplicates/{pair['id']}/undo", status=409)["detail"]
    staff.post(f"/duplicates/{later['id']}/undo")
    again = staff.post("/duplicates", {"organisations": [third, one]}, status=201)
    merge(staff, again, one)
    assert "later merge first" in staff.post(f"/duplicates/{pair['id']}/undo", status=409)["detail"]
    registry.clock.move(seconds=timedelta(days=30, seconds=1).total_seconds())
    assert "30 days" in staff.post(f"/duplicates/{again['id']}/undo", status=409)["detail"]


def test_two_members_of_one_partnership_are_not_merged(staff: Caller, twins: tuple[str, str, Pair]) -> None:
    one, other, pair = twins
    members = [{"organisation": other, "role": "core"}]
    formed = staff.post("/partnerships", {"name": "LDP", "lead_organisation": one, "members": members}, status=201)
    assert "“LDP”" in merge(staff, pair, one, status=409)["detail"]
    staff.post(f"/partnerships/{formed['id']}/members/{other}/end")
    assert merge(staff, pair, one)["status"] == "merged"


def test_what_belongs_to_another_city_is_not_merged(
    staff: Caller, coordinator: Caller, neighbour: Caller, twins: tuple[str, str, Pair]
) -> None:
    one, _other, pair = twins
    merge(neighbour, pair, one, status=403)
    theirs = neighbour.post("/organisations", {"name": "Penelope", "kind": "ngo", "country": "IT"}, status=201)
    mixed = coordinator.post("/duplicates", {"organisations": [one, theirs["id"]]}, status=201)
    merge(staff, mixed, one, status=403)
    more = neighbour.post("/organisations", {"name": "Pen", "kind": "ngo", "country": "IT"}, status=201)
    staff.post("/duplicates", {"organisations": [one, more["id"]]}, status=403)
    assert merge(coordinator, mixed, one)["status"] == "merged"
