"""Organisations over HTTP."""

from typing import Any

import pytest

from services.chassis.actor import Actor
from services.chassis.testing import Caller, ServiceUnderTest
from services.chassis.texts import out_of_date
from tests.service.registry.conftest import Register

REGISTERED = "eu.learning-cities.registry.organisation.registered.v1"
CHANGED = "eu.learning-cities.registry.organisation.changed.v1"
REMOVED = "eu.learning-cities.registry.organisation.removed.v1"


def names(listed: Any) -> list[str]:
    return [one["name"] for one in listed["items"]]


def test_name_kind_and_country_are_enough(registry: ServiceUnderTest) -> None:
    client = registry.client("registry:read", "registry:write", city="catania")
    made = client.post("/organisations", {"name": "Astra", "kind": "ngo", "country": "IT"}, status=201)
    assert {name: made[name] for name in ("name", "kind", "country", "city", "email", "languages", "origin")} == {
        "name": "Astra",
        "kind": "ngo",
        "country": "IT",
        "city": "catania",
        "email": None,
        "languages": [],
        "origin": None,
    }
    assert client.get(f"/organisations/{made['id']}") == made
    assert registry.published() == [(REGISTERED, made["id"])]


def test_what_the_coordinator_registers_belongs_to_no_city(coordinator: Caller) -> None:
    body = {"name": "CIOFS Formazione Professionale", "kind": "training_provider", "country": "IT"}
    assert coordinator.post("/organisations", body, status=201)["city"] is None


def test_the_event_tells_the_public_sheet_without_the_address(registry: ServiceUnderTest, register: Register) -> None:
    made = register(
        "Documenta",
        email="anna@example.org",
        website="https://example.org",
        description={"es": "Instituto"},
        policy_areas=["employment"],
        lat=43.46,
        lon=-3.81,
    )
    [event] = registry.outbox()
    assert event["data"] == {
        "name": "Documenta",
        "short_name": None,
        "kind": "ngo",
        "country": "IT",
        "seat": None,
        "description": {"es": {"text": "Instituto", "status": "original"}},
        "website": "https://example.org",
        "languages": [],
        "policy_areas": ["employment"],
        "legal_name": None,
        "target_groups": [],
        "identifiers": [],
        "sites": [],
        "parent": None,
        "successor": None,
        "publication": "published",
        "lat": 43.46,
        "lon": -3.81,
    }
    assert (event["subject"], event["city"], event["dataref"]) == (made["id"], "catania", None)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"kind": "ngo", "country": "IT"}, "name"),
        ({"name": "A", "kind": "club", "country": "IT"}, "kind"),
        ({"name": "A", "kind": "ngo", "country": "XX"}, "country"),
        ({"name": {"$ne": None}, "kind": "ngo", "country": "IT"}, "name"),
        ({"name": "A", "kind": "ngo", "country": "IT", "city": "atlantis"}, "city"),
        ({"name": "A", "kind": "ngo", "country": "IT", "origin": {}}, "origin"),
        ({"name": "A", "kind": "ngo", "country": "IT", "version": 7}, "version"),
        ({"name": "A", "kind": "ngo", "country": "IT", "policy_areas": ["housing", "sport"]}, "policy_areas.1"),
        ({"name": "A", "kind": "ngo", "country": "IT", "description": {"xx1": "?"}}, "description.xx1"),
        ({"name": "A", "kind": "ngo", "country": "IT", "lat": 91, "lon": 0}, "lat"),
    ],
)
def test_a_wrong_field_is_named(
    registry: ServiceUnderTest, coordinator: Caller, body: dict[str, Any], path: str
) -> None:
    problem = coordinator.post("/organisations", body, status=422)
    assert [error["path"] for error in problem["errors"]] == [path]
    assert registry.published() == []


def test_a_change_touches_the_fields_it_names_and_says_so(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    made = register("Astra", seat="Catania")
    changed = staff.patch(f"/organisations/{made['id']}", {"short_name": "A."}, etag='"1"')
    assert (changed["version"], changed["short_name"], changed["seat"]) == (2, "A.", "Catania")
    assert registry.published()[1:] == [(CHANGED, made["id"])]


def test_a_change_that_changes_nothing_makes_no_version(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    made = register("Astra")
    assert staff.patch(f"/organisations/{made['id']}", {"name": "Astra"})["version"] == 1
    assert len(registry.published()) == 1


def test_two_people_who_edit_the_same_never_lose_an_edit_silently(staff: Caller, register: Register) -> None:
    made = register("Astra")
    staff.patch(f"/organisations/{made['id']}", {"seat": "Catania"}, etag='"1"')
    staff.patch(f"/organisations/{made['id']}", {"seat": "Acireale"}, status=412, etag='"1"')
    staff.patch(f"/organisations/{made['id']}", {"seat": "Acireale"}, status=428, etag=None)
    assert staff.get(f"/organisations/{made['id']}")["seat"] == "Catania"


def test_another_city_reads_but_neither_changes_takes_over_nor_removes(neighbour: Caller, register: Register) -> None:
    made = register("Astra")
    assert neighbour.get(f"/organisations/{made['id']}")["name"] == "Astra"
    neighbour.patch(f"/organisations/{made['id']}", {"name": "Ours"}, status=403)
    neighbour.patch(f"/organisations/{made['id']}", {"city": "bologna"}, status=403)
    neighbour.delete(f"/organisations/{made['id']}", status=403)
    body = {"name": "A", "kind": "ngo", "country": "IT", "city": "catania"}
    neighbour.post("/organisations", body, status=403)


def test_who_may_only_read_cannot_register(registry: ServiceUnderTest) -> None:
    reader = registry.client("registry:read", city="catania")
    reader.post("/organisations", {"name": "A", "kind": "ngo", "country": "IT"}, status=403)


def test_search_ignores_accents_and_case_and_takes_beginnings_of_several_words(
    staff: Caller, register: Register
) -> None:
    register("Centre d'éducation interculturel", short_name="CEFIR", seat="Dunkerque")
    register("Budapest Főváros")
    register("Zentrum für Soziale Innovation")
    assert names(staff.get("/organisations?q=EDUC inter")) == ["Centre d'éducation interculturel"]
    assert names(staff.get("/organisations?q=fova")) == ["Budapest Főváros"]
    assert names(staff.get("/organisations?q=cefir dunk")) == ["Centre d'éducation interculturel"]
    assert names(staff.get("/organisations?q=innovation berlin")) == []
    assert names(staff.get("/organisations?q=.*")) == names(staff.get("/organisations"))


def test_filters_narrow_together(staff: Caller, coordinator: Caller, register: Register) -> None:
    register("Both", policy_areas=["housing", "employment"], languages=["it", "ar"])
    register("Housing", policy_areas=["housing"], languages=["it"])
    coordinator.post("/organisations", {"name": "Wien", "kind": "university", "country": "AT"}, status=201)
    assert names(staff.get("/organisations?policy_area=housing")) == ["Both", "Housing"]
    assert names(staff.get("/organisations?policy_area=housing&language=ar")) == ["Both"]
    assert names(staff.get("/organisations?city=catania&kind=university")) == []
    assert names(staff.get("/organisations?country=AT&kind=university")) == ["Wien"]


def test_a_list_is_in_the_order_of_names_or_the_other_way_round(staff: Caller, register: Register) -> None:
    for name in ("zeta", "Äbra", "Beta"):
        register(name)
    assert names(staff.get("/organisations")) == ["Äbra", "Beta", "zeta"]
    assert names(staff.get("/organisations?sort=-name&limit=2")) == ["zeta", "Beta"]


def test_pages_follow_each_other_without_gap_or_double(staff: Caller, register: Register) -> None:
    made = [register(f"Organisation {number % 3}")["id"] for number in range(7)]
    found, after = [], ""
    while after is not None:
        page = staff.get(f"/organisations?limit=2&after={after}" if after else "/organisations?limit=2")
        found += [one["id"] for one in page["items"]]
        after = page["next"]
    assert sorted(found) == sorted(made)
    assert len(found) == 7


def test_what_is_removed_leaves_a_tombstone_for_who_synchronises(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    made = register("Astra", email="info@example.org")
    registry.clock.move(seconds=5)
    staff.delete(f"/organisations/{made['id']}")
    staff.get(f"/organisations/{made['id']}", status=404)
    assert names(staff.get("/organisations")) == []
    [tombstone] = staff.get("/organisations", query_string={"modified_after": made["updated_at"]})["items"]
    assert set(tombstone) == {"id", "deleted_at"}
    assert registry.published()[1:] == [(REMOVED, made["id"])]
    assert "Astra" not in str(registry.database.rows("organisations").find_one({"_id": made["id"]}))


def test_what_a_partnership_needs_is_not_removed(staff: Caller, register: Register) -> None:
    lead = register("City hall")
    formed = staff.post("/partnerships", {"name": "LDP", "lead_organisation": lead["id"]}, status=201)
    assert "partnership" in staff.delete(f"/organisations/{lead['id']}", status=409)["detail"]
    staff.post(f"/partnerships/{formed['id']}/end")
    staff.delete(f"/organisations/{lead['id']}")


def test_a_mandate_that_is_over_keeps_nobody_in_the_register(staff: Caller, register: Register) -> None:
    lead, school = register("City hall")["id"], register("School")["id"]
    body = {"name": "LDP", "lead_organisation": lead, "since": "2026-01-01"}
    address = f"/partnerships/{staff.post('/partnerships', body, status=201)['id']}/members"
    staff.post(address, {"organisation": school, "role": "core", "since": "2026-01-01"}, status=201)
    staff.delete(f"/organisations/{school}", status=409)
    staff.post(f"{address}/{school}/end", {"until": "2026-03-31"})
    staff.delete(f"/organisations/{school}")


def test_what_a_person_has_a_role_in_is_not_removed_in_any_city(
    staff: Caller, neighbour: Caller, register: Register
) -> None:
    made = register("School")
    role = {"organisation": made["id"], "role": "trainer"}
    person = {"given_name": "Ada", "family_name": "Neri", "roles": [role]}
    person = neighbour.post("/people", person, status=201)
    staff.delete(f"/organisations/{made['id']}", status=409)
    neighbour.patch(f"/people/{person['id']}", {"roles": []})
    staff.delete(f"/organisations/{made['id']}")


def test_who_works_for_several_cities_has_to_name_one(registry: ServiceUnderTest) -> None:
    both = Actor("both", "client", cities=frozenset({"catania", "bologna"}), scopes=frozenset({"registry:write"}))
    caller = registry.caller(both)
    body = {"name": "Astra", "kind": "ngo", "country": "IT"}
    assert [error["path"] for error in caller.post("/organisations", body, status=422)["errors"]] == ["city"]
    assert caller.post("/organisations", {**body, "city": "bologna"}, status=201)["city"] == "bologna"


def test_a_repeated_request_makes_one_organisation(registry: ServiceUnderTest, staff: Caller) -> None:
    body = {"name": "Astra", "kind": "ngo", "country": "IT"}
    first = staff.post("/organisations", body, status=201, key="k1")
    assert staff.post("/organisations", body, status=201, key="k1") == first
    staff.post("/organisations", {**body, "name": "Other"}, status=422, key="k1")
    assert registry.published() == [(REGISTERED, first["id"])]


def test_a_translation_falls_behind_its_original_until_it_is_edited_or_confirmed(
    registry: ServiceUnderTest, staff: Caller, register: Register
) -> None:
    texts = {"it": {"text": "Corsi", "status": "original"}, "de": {"text": "Kurse", "status": "reviewed"}}
    there = f"/organisations/{register('Astra', description=texts)['id']}"

    def described(language: str, **parts: str) -> dict[str, Any]:
        texts[language] = texts[language] | parts
        kept: dict[str, Any] = staff.patch(there, {"description": texts})["description"]
        return kept

    kept = described("it", text="Corsi e tirocini")
    assert (out_of_date(kept), kept["de"]["status"]) == (["de"], "human")
    assert out_of_date(described("de", status="human", text="Kurse und Praktika")) == []
    assert out_of_date(described("it", text="Tirocini")) == ["de"]
    version = staff.get(there)["version"]
    assert out_of_date(described("de")) == ["de"]
    assert staff.get(there)["version"] == version, "the same again is no change"
    assert out_of_date(described("de", status="reviewed")) == []
    told = [event["data"]["description"] for event in registry.outbox() if "organisation.changed" in event["type"]]
    assert [out_of_date(one) for one in told] == [["de"], [], ["de"], []]
