"""All that is wrong with a body is told in one round: its form, what the register has against it, and its city."""

from typing import Any

import pytest

from services.chassis.actor import Actor
from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.test_people import ANNA
from tests.service.registry.test_stakeholders import SCORE

ASTRA = {"name": "Astra", "kind": "ngo", "country": "IT"}
SITES = [{"town": town, "country": "IT", "main": True} for town in ("Catania", "Acireale")]
ROLES = [{"organisation": "nobody", "role": "trainer"}]
STAKEHOLDER = {"role_group": "experts", "organisation": "nobody", **SCORE}
SERVICE = {"organisation": "nobody", "name": {"it": "Corso"}, "free_places": 3}
PARTNERSHIP = {"name": "LDP", "lead_organisation": "nobody", "members": [{"organisation": "no", "role": "core"}]}

CREATED: list[tuple[str, dict[str, Any], set[str]]] = [
    ("organisations", {**ASTRA, "parent": "nobody", "successor": "none", "lat": 1.5, "sites": SITES},
     {"parent", "successor", "lat", "sites"}),
    ("people", {**ANNA, "roles": ROLES}, {"roles.0.organisation"}),
    ("services", SERVICE, {"organisation", "free_places"}),
    ("partnerships", PARTNERSHIP, {"lead_organisation", "members.0.organisation"}),
    ("stakeholders", STAKEHOLDER, {"organisation"}),
]  # fmt: skip


def told(problem: dict[str, Any]) -> set[str]:
    """The fields that a problem names."""
    return {one["path"] for one in problem["errors"]}


@pytest.fixture
def of_two_cities(registry: ServiceUnderTest) -> Caller:
    """Somebody who has to say for which city a thing is."""
    cities, scopes = frozenset({"catania", "bologna"}), frozenset({"registry:read", "registry:write"})
    return registry.caller(Actor("both", "client", cities=cities, scopes=scopes))


def test_a_city_that_is_missing_or_unknown_is_told_with_all_else(staff: Caller, of_two_cities: Caller) -> None:
    for things, body, wrong in CREATED:
        assert told(staff.post(f"/{things}", body, status=422)) == wrong, things
        assert told(of_two_cities.post(f"/{things}", body, status=422)) == wrong | {"city"}, things
        unknown = of_two_cities.post(f"/{things}", {**body, "city": "rome"}, status=422)
        assert told(unknown) == wrong | {"city"}, things


def test_what_the_register_refuses_is_told_with_what_has_a_wrong_form(staff: Caller, of_two_cities: Caller) -> None:
    for things, body, wrong in CREATED:
        formless = {**body, "x": 1}
        assert told(staff.post(f"/{things}", formless, status=422)) == wrong | {"x"}, things
        assert told(of_two_cities.post(f"/{things}", formless, status=422)) == wrong | {"x", "city"}, things


PIC = {"scheme": "pic", "value": "999999999"}
VAT = {"scheme": "vat", "value": "IT00743110157"}


def test_a_number_of_another_organisation_is_told_with_all_else(staff: Caller, of_two_cities: Caller) -> None:
    staff.post("/organisations", {**ASTRA, "identifiers": [VAT]}, status=201)
    body = {**ASTRA, "name": "Borealis", "identifiers": [PIC, VAT], "parent": "nobody"}
    wrong = {"identifiers.1.value", "parent"}
    assert told(staff.post("/organisations", body, status=422)) == wrong
    assert told(of_two_cities.post("/organisations", {**body, "email": "x"}, status=422)) == wrong | {"city", "email"}
    malformed = [{"scheme": "vat", "value": "IT00743110158"}, VAT, {"scheme": "pic"}, "x"]
    wrong = {"identifiers.0.value", "identifiers.1.value", "identifiers.2.value", "identifiers.3"}
    problem = staff.post("/organisations", {**ASTRA, "name": "Borealis", "identifiers": malformed}, status=422)
    assert told(problem) == wrong
    kept = staff.post("/organisations", {**ASTRA, "name": "Borealis", "identifiers": [PIC]}, status=201)
    assert told(staff.patch(f"/organisations/{kept['id']}", {"identifiers": malformed}, status=422)) == wrong
    address, change = f"/organisations/{kept['id']}", {"identifiers": [VAT, PIC], "city": "rome"}
    assert told(staff.patch(address, change, status=422)) == {"identifiers.0.value", "city"}
    assert told(staff.patch(address, {**change, "name": ""}, status=422)) == {"identifiers.0.value", "city", "name"}


def test_without_a_city_the_numbers_of_a_person_are_judged_that_need_none(of_two_cities: Caller) -> None:
    numbers = ["095 1234567", "12", "+39 12", "+39 095 1234567", "ring me", "+000"]
    channels = [{"kind": "phone", "address": number} for number in numbers] + [{"kind": "email", "address": "nobody"}]
    wrong = {f"channels.{place}.address" for place in (2, 4, 5, 6)} | {"city"}
    for city in ({}, {"city": "rome"}):
        body = {**ANNA, **city, "channels": channels}
        assert told(of_two_cities.post("/people", body, status=422)) == wrong
        assert told(of_two_cities.post("/people", {**body, "family_name": ""}, status=422)) == wrong | {"family_name"}
    there = {**ANNA, "city": "catania"}
    made = of_two_cities.post("/people", there, status=201)
    change = {"city": "rome", "channels": channels}
    assert told(of_two_cities.patch(f"/people/{made['id']}", change, status=422)) == wrong
    assert told(of_two_cities.post("/people", {**there, "channels": channels}, status=422)) == wrong - {"city"} | {
        "channels.1.address"
    }


def test_a_change_is_told_all_at_once_too(staff: Caller) -> None:
    made = staff.post("/organisations", ASTRA, status=201)
    address, wrong = f"/organisations/{made['id']}", {"parent": made["id"], "successor": "nobody", "city": "rome"}
    assert told(staff.patch(address, wrong, status=422)) == {"parent", "successor", "city"}
    formless = {**wrong, "country": "XX", "sites": SITES}
    assert told(staff.patch(address, formless, status=422)) == {"parent", "successor", "city", "country", "sites"}
    noted = staff.post("/people", ANNA, status=201)
    assert told(staff.patch(f"/people/{noted['id']}", {"city": "rome", "roles": ROLES}, status=422)) == {
        "city", "roles.0.organisation",
    }  # fmt: skip
    assert staff.get(address) == made


def test_a_code_given_twice_is_kept_once_in_the_order_given(staff: Caller) -> None:
    areas, tags = ["housing", "employment", "housing"], ["it", "ar", "it", "ar"]
    made = staff.post("/organisations", {**ASTRA, "policy_areas": areas, "languages": tags}, status=201)
    assert (made["policy_areas"], made["languages"]) == (["housing", "employment"], ["it", "ar"])
    changed = staff.patch(f"/organisations/{made['id']}", {"languages": ["ar", "it", "it"]})
    assert changed["languages"] == ["ar", "it"]
    assert staff.patch(f"/organisations/{made['id']}", {"languages": ["ar", "ar", "it"]})["version"] == 2


@pytest.mark.parametrize("path", ["partnerships", "stakeholders"])
def test_who_works_for_a_city_that_is_not_in_the_network_is_told_so(registry: ServiceUnderTest, path: str) -> None:
    stranger = registry.signed_in("lead_staff", city="atlantis")
    body = next(body for name, body, _fields in CREATED if name == path)
    assert "city" in told(stranger.post(f"/{path}", body, status=422))


def test_what_partners_note_is_told_all_at_once(staff: Caller) -> None:
    lead, other = (staff.post("/organisations", {**ASTRA, "name": name}, status=201)["id"] for name in ("One", "Two"))
    ldp = staff.post("/partnerships", {"name": "LDP", "lead_organisation": lead, "since": "2025-01-01"}, status=201)
    here = f"/partnerships/{ldp['id']}"
    held = staff.post(f"{here}/meetings", {"title": "First", "day": "2026-01-15"}, status=201)["id"]
    staff.post(f"{here}/meetings/{held}/attendance", {"present": [lead]})
    vote = {"method": "vote", "votes_for": 5, "votes_against": 0, "abstentions": 0}
    agreement = {"signed_on": "2099-01-02", "expires_on": "2099-01-01"}
    table = {"name": "Housing", "members": [lead, other], "chair": "nobody", "since": "2026-01-02"}
    decision = {"meeting": held, "title": "A desk", "responsible": other, "due_on": "2026-01-14", **vote}
    for things, body, wrong, formless in (
        ("agreements", agreement, {"signed_on", "expires_on"}, {"quorum_percent": 150}),
        ("tables", {**table, "until": "2026-01-01"}, {"members.1", "chair", "until"}, {"name": ""}),
        ("decisions", decision, {"responsible", "due_on", "votes_for"}, {"title": ""}),
    ):
        assert told(staff.post(f"{here}/{things}", body, status=422)) == wrong, things
        assert told(staff.post(f"{here}/{things}", {**body, **formless}, status=422)) == wrong | formless.keys(), things
    signed = staff.post(f"{here}/agreements", {"signed_on": "2026-01-02"}, status=201)
    change = {"expires_on": "2026-01-01", "remind_days": -1}
    assert told(staff.patch(f"{here}/agreements/{signed['id']}", change, status=422)) == change.keys()
    opened = staff.post(f"{here}/tables", {**table, "members": [lead], "chair": lead}, status=201)
    change = {"until": "2026-01-01", "name": ""}
    assert told(staff.patch(f"{here}/tables/{opened['id']}", change, status=422)) == change.keys()
    made = staff.post(f"{here}/decisions", {"meeting": held, "title": "A desk", "method": "consensus"}, status=201)
    change = {"due_on": "2026-01-14", "title": ""}
    assert told(staff.patch(f"{here}/decisions/{made['id']}", change, status=422)) == change.keys()
