"""The history of each object over HTTP: what its fields were and are, who did it, what is left of what is gone."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.history import HISTORIES
from tests.service.registry.conftest import Register
from tests.service.registry.test_imports import MAPPING, imported
from tests.service.registry.test_stakeholders import SCORE

LEVELS = {"network_management": 2, "participation": 1, "monitoring": 3, "funding": 2}
PERSON = {"given_name": "Amina", "family_name": "Okafor", "email": "amina@example.org"}
SEEN_BY_ALL = {
    "/cities/<id>", "/organisations/<id>", "/partnerships/<id>", "/partnerships/<id>/tables/<table>", "/services/<id>",
    "/duplicates/<id>",
}  # fmt: skip
Change = dict[str, tuple[Any, Any]]


def told(caller: Caller, address: str) -> list[tuple[str, Change]]:
    """What happened, the newest first: (action, {field: (before, after)})."""
    items = caller.get(f"{address}/history")["items"]
    return [
        (one["action"], {each["field"]: (each["before"], each["after"]) for each in one["changes"]}) for one in items
    ]


@pytest.fixture
def changed(staff: Caller, coordinator: Caller, register: Register) -> dict[str, tuple[str, Change]]:
    """An object of each kind that was just changed: its address and what was changed, by its address in the table."""
    lead, other = (str(register(name)["id"]) for name in ("City hall", "School"))

    def made(address: str, body: dict[str, Any], wish: dict[str, Any]) -> tuple[str, Change]:
        new = staff.post(address, body, status=201)
        staff.patch(f"{address}/{new['id']}", wish)
        return f"{address}/{new['id']}", {name: (new[name], value) for name, value in wish.items()}

    members = [{"organisation": other, "role": "core"}]
    formed = {"name": "LDP", "lead_organisation": lead, "members": members, "since": "2026-01-01"}
    here, renamed = made("/partnerships", formed, {"name": "Pact"})
    held, planned = made(f"{here}/meetings", {"title": "First", "day": "2026-02-01"}, {"place": "Town hall"})
    staff.post(f"{held}/attendance", {"present": [lead, other]})
    taken = {"meeting": held.rsplit("/", 1)[-1], "title": "Do it", "method": "consensus"}
    staff.post(f"{here}/assessments", {"moment": "start", "levels": LEVELS}, status=201)
    staff.post(f"{here}/assessments", {"moment": "start", "levels": LEVELS | {"funding": 5}}, status=201)
    coordinator.patch("/cities/catania", {"role": "both"})
    pair = staff.post("/duplicates", {"organisations": [lead, other]}, status=201)
    staff.post(f"/duplicates/{pair['id']}/not-duplicate")
    import_ = imported(staff, "1,Haus,,,")
    search = {"name": "Ours", "of": "organisations", "query": {"city": "catania"}}
    return {
        "/cities/<id>": ("/cities/catania", {"role": ("receiving", "both")}),
        "/organisations/<id>": made("/organisations", {"name": "A", "kind": "ngo", "country": "IT"}, {"seat": "Enna"}),
        "/people/<id>": made("/people", PERSON, {"email": None}),
        "/partnerships/<id>": (here, renamed),
        "/partnerships/<id>/agreements/<agreement>": made(
            f"{here}/agreements", {"signed_on": "2026-01-01"}, {"title": "Pact of 2026"}
        ),
        "/partnerships/<id>/tables/<table>": made(f"{here}/tables", {"name": "Work"}, {"name": "Housing"}),
        "/partnerships/<id>/meetings/<meeting>": (held, planned),
        "/partnerships/<id>/decisions/<decision>": made(f"{here}/decisions", taken, {"title": "Do it now"}),
        "/partnerships/<id>/assessments/<moment>": (
            f"{here}/assessments/start", {"levels": (LEVELS, LEVELS | {"funding": 5})},
        ),
        "/stakeholders/<id>": made(
            "/stakeholders", {**SCORE, "name": "Imam", "role_group": "residents"}, {"represents": "A mosque"}
        ),
        "/services/<id>": made("/services", {"organisation": lead, "name": {"it": "Corso"}}, {"takes_referrals": True}),
        "/imports/<id>": (f"/imports/{import_['id']}", {"status": ("previewed", "applied")}),
        "/mappings/<id>": made("/mappings", {"name": "Partners", "mapping": MAPPING}, {"name": "Partners of ours"}),
        "/searches/<id>": made("/searches", search, {"alert": "daily"}),
        "/duplicates/<id>": (f"/duplicates/{pair['id']}", {"status": ("open", "not_duplicate")}),
    }  # fmt: skip


def test_each_object_says_what_each_field_was_and_is(
    staff: Caller, coordinator: Caller, neighbour: Caller, changed: dict[str, tuple[str, Change]]
) -> None:
    assert {path for path, *_rest in HISTORIES} == set(changed)
    for path, (address, wanted) in changed.items():
        reader = coordinator if path.startswith("/cities") else staff
        history = told(reader, address)
        assert history[-1][0] == "added", path
        assert any(wanted.items() <= change.items() for _action, change in history), (path, history)
        seen = 200 if path in SEEN_BY_ALL else 404
        neighbour.get(address.removesuffix("/start"), status=seen)
        neighbour.get(f"{address}/history", status=seen)


def test_no_history_tells_what_its_object_does_not_show(staff: Caller, changed: dict[str, tuple[str, Change]]) -> None:
    internal = {"words", "name_folded", "name_length", "match_keys", "pair", "known", "owner", "lateness_said"}
    for address, _change in changed.values():
        for one in staff.get(f"{address}/history")["items"]:
            told = {*one["changed"], *(each["field"] for each in one["changes"])}
            assert told & (internal | {"id", "_id", "version", "created_at", "updated_at", "deleted_at"}) == set()


def test_the_whole_life_of_an_organisation(registry: ServiceUnderTest, staff: Caller, register: Register) -> None:
    made = register("Astra")
    address = f"/organisations/{made['id']}"
    staff.patch(address, {"seat": "Acireale", "email": "info@example.org"})
    staff.patch(address, {"seat": "Acireale"})  # changes nothing
    newest, oldest = staff.get(f"{address}/history")["items"]
    assert (newest["version"], newest["actor"], newest["actor_kind"]) == (2, "person-lead_staff-catania", "person")
    assert newest["changed"] == ["email", "seat"]
    assert newest["changes"] == [
        {"field": "seat", "before": None, "after": "Acireale"},
        {"field": "email", "before": None, "after": "info@example.org"},
    ]
    assert {"field": "name", "before": None, "after": "Astra"} in oldest["changes"]
    assert "seat" not in str(oldest["changes"])
    staff.delete(address)
    gone = staff.get(f"{address}/history", query_string={"limit": 1})
    assert [(one["action"], one["changed"]) for one in gone["items"]] == [("removed", [])]
    assert {"field": "seat", "before": "Acireale", "after": None} in gone["items"][0]["changes"]
    older = staff.get(f"{address}/history", query_string={"after": gone["next"]})
    assert [one["action"] for one in older["items"]] == ["changed", "added"]
    trail = str(list(registry.database.rows("audit").find())) + str(registry.outbox()[-1])
    assert "Acireale" not in trail


def test_of_a_person_who_was_erased_stays_that_when_and_by_whom(
    registry: ServiceUnderTest, staff: Caller, neighbour: Caller
) -> None:
    made = staff.post("/people", PERSON, status=201)
    address = f"/people/{made['id']}"
    staff.patch(address, {"family_name": "Neri", "email": "neri@example.org"})
    assert told(staff, address)[0] == (
        "changed", {"family_name": ("Okafor", "Neri"), "email": ("amina@example.org", "neri@example.org")},
    )  # fmt: skip
    neighbour.get(f"{address}/history", status=404)
    assert [one["way"] for one in staff.get(f"{address}/readings")["items"]] == ["sheet"]
    staff.delete(address)
    # The addresses alone stand apart until the other services have erased too (tests/security/test_erasure.py).
    kept = [name for name in registry.database.declared if name != "erasures_known_by"]
    everything = str([list(registry.database.rows(name).find()) for name in kept])
    assert [mark for mark in ("Amina", "Okafor", "Neri", "neri@", "amina@") if mark in everything] == []
    tombstone, *rest = staff.get(f"{address}/history")["items"]
    assert (tombstone["action"], tombstone["actor"], tombstone["changes"]) == (
        "removed", "person-lead_staff-catania", [],
    )  # fmt: skip
    assert [(one["action"], one["changed"]) for one in rest][0] == ("changed", ["email", "family_name"])
    neighbour.get(f"{address}/history", status=404)


def test_a_removed_search_forgets_what_it_was(registry: ServiceUnderTest, staff: Caller) -> None:
    body = {"name": "Mine", "of": "organisations", "query": {"q": "Secret"}}
    address = f"/searches/{staff.post('/searches', body, status=201)['id']}"
    staff.patch(address, {"query": {"q": "Other"}})
    registry.signed_in("lead_staff", city="bologna").get(f"{address}/history", status=404)
    assert told(staff, address)[0] == ("changed", {"query": ({"q": "Secret"}, {"q": "Other"})})
    staff.delete(address)
    assert "Secret" not in str(list(registry.database.rows("history").find()))


def test_there_is_no_history_of_what_never_was(staff: Caller) -> None:
    person = staff.post("/people", PERSON, status=201)
    for address in ("/organisations/nothing", f"/organisations/{person['id']}", "/partnerships/none/meetings/none"):
        staff.get(f"{address}/history", status=404)
