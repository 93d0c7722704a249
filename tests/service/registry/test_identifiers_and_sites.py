"""By which numbers registers know an organisation, and the places where it works, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

VAT = {"scheme": "vat", "value": "it 00743110157"}
TAX = {"scheme": "tax_number", "country": "IT", "value": "00743110157"}
SIREN = {"scheme": "national_register", "country": "FR", "value": "404 833 048"}
OID = {"scheme": "erasmus_oid", "value": "e10012345"}
PIC = {"scheme": "pic", "value": "999 999 999"}
SITE = {"name": "Seat", "address": "Via Etnea 1", "postcode": "95131", "town": "Catania", "country": "IT"}


def test_each_number_is_kept_in_the_one_spelling_of_its_register(register: Register) -> None:
    made = register("Astra", identifiers=[VAT, TAX, SIREN, OID, PIC])
    assert made["identifiers"] == [
        {"scheme": "vat", "country": None, "value": "IT00743110157"},
        {"scheme": "tax_number", "country": "IT", "value": "00743110157"},
        {"scheme": "national_register", "country": "FR", "value": "404833048"},
        {"scheme": "erasmus_oid", "country": None, "value": "E10012345"},
        {"scheme": "pic", "country": None, "value": "999999999"},
    ]


@pytest.mark.parametrize(
    ("identifier", "path"),
    [
        ({"scheme": "vat", "value": "IT00743110158"}, "value"),
        ({"scheme": "vat", "value": "00743110157"}, "value"),
        ({"scheme": "tax_number", "value": "00743110157"}, "country"),
        # The Italian number of a person is nothing to be kept of an organisation.
        ({"scheme": "tax_number", "country": "IT", "value": "RSSMRA85T10A562S"}, "value"),
        ({"scheme": "national_register", "country": "FR", "value": "404833049"}, "value"),
        ({"scheme": "erasmus_oid", "value": "E1001234"}, "value"),
        ({"scheme": "pic", "value": "99999999"}, "value"),
        ({"scheme": "passport", "value": "123456789"}, "scheme"),
        ({"scheme": "pic"}, "value"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_by_its_place(
    staff: Caller, identifier: dict[str, Any], path: str
) -> None:
    body = {"name": "Astra", "kind": "ngo", "country": "IT", "identifiers": [PIC, identifier]}
    problem = staff.post("/organisations", body, status=422)
    assert [error["path"] for error in problem["errors"]] == [f"identifiers.1.{path}"]


@pytest.mark.parametrize(
    ("country", "value", "kept"),
    [("HU", "12892312-1-42", "12892312142"), ("ES", "A13585625", "A13585625"), ("MA", " 123  ab ", "123 AB")],
)
def test_a_tax_number_is_read_as_its_country_writes_it(register: Register, country: str, value: str, kept: str) -> None:
    made = register("Astra", identifiers=[{"scheme": "tax_number", "country": country, "value": value}])
    assert [one["value"] for one in made["identifiers"]] == [kept]


@pytest.mark.parametrize(
    ("country", "value", "kept"),
    [("IT", "00743110157", "IT00743110157"), ("GR", "094259216", "EL094259216"), ("IT", "DE136695976", "DE136695976")],
)
def test_a_vat_number_may_leave_the_letters_to_its_country(
    register: Register, country: str, value: str, kept: str
) -> None:
    made = register("Astra", identifiers=[{"scheme": "vat", "country": country, "value": value}])
    assert made["identifiers"] == [{"scheme": "vat", "country": None, "value": kept}]


def test_an_identifier_is_of_one_organisation_and_who_has_it_is_named(staff: Caller, register: Register) -> None:
    register("Astra", identifiers=[VAT])
    other = register("Borealis")
    body = {"name": "Third", "kind": "ngo", "country": "IT", "identifiers": [PIC, VAT]}
    said = "IT00743110157 is the number of “Astra” in the register. If both are one, merge them."
    [told] = staff.post("/organisations", body, status=422)["errors"]
    assert (told["path"], told["message"]) == ("identifiers.1.value", said)
    [told] = staff.patch(f"/organisations/{other['id']}", {"identifiers": [VAT]}, status=422)["errors"]
    assert (told["path"], told["message"]) == ("identifiers.0.value", said)
    found = staff.get("/organisations?identifier=IT00743110157")["items"]
    assert [one["name"] for one in found] == ["Astra"]


def test_the_store_itself_refuses_a_second_owner_of_a_number(registry: ServiceUnderTest, register: Register) -> None:
    first, second = register("Astra", identifiers=[PIC]), register("Borealis")
    rows = registry.database.rows("organisations")
    with pytest.raises(Exception, match="E11000"):
        rows.update_one({"_id": second["id"]}, {"$set": {"identifiers": first["identifiers"]}})


def test_one_number_in_two_countries_is_two_numbers(staff: Caller, register: Register) -> None:
    register("Astra", identifiers=[{"scheme": "tax_number", "country": "MA", "value": "1234"}])
    register("Borealis", identifiers=[{"scheme": "tax_number", "country": "TN", "value": "1234"}])


def test_a_change_keeps_its_own_number_and_a_removed_organisation_frees_its(staff: Caller, register: Register) -> None:
    made = register("Astra", identifiers=[VAT])
    changed = staff.patch(f"/organisations/{made['id']}", {"identifiers": [VAT, PIC]})
    assert [one["scheme"] for one in changed["identifiers"]] == ["vat", "pic"]
    staff.delete(f"/organisations/{made['id']}")
    register("Borealis", identifiers=[VAT])


def test_one_site_is_the_main_one(staff: Caller, register: Register) -> None:
    made = register("Astra", sites=[SITE, {**SITE, "name": "Branch", "lat": 37.5, "lon": 15.1}])
    assert [(one["name"], one["main"]) for one in made["sites"]] == [("Seat", True), ("Branch", False)]
    assert made["sites"][0] == {**SITE, "lat": None, "lon": None, "main": True}
    there = f"/organisations/{made['id']}"
    moved = staff.patch(there, {"sites": [SITE, {**SITE, "main": True}]})
    assert [one["main"] for one in moved["sites"]] == [False, True]
    two = staff.patch(there, {"sites": [{**SITE, "main": True}] * 2}, status=422)
    half = staff.patch(there, {"sites": [SITE, {**SITE, "lat": 37.5}]}, status=422)
    assert [error["path"] for told in (two, half) for error in told["errors"]] == ["sites", "sites.1.lat"]


def test_others_are_told_of_all_but_the_tax_number(registry: ServiceUnderTest, register: Register) -> None:
    more: dict[str, Any] = {"legal_name": "Astra società cooperativa", "target_groups": ["women", "newcomers"]}
    register("Astra", identifiers=[VAT, TAX], sites=[SITE], **more)
    [event] = registry.outbox()
    told = {name: event["data"][name] for name in (*more, "identifiers", "sites")}
    assert told == {
        **more,
        "identifiers": [{"scheme": "vat", "country": None, "value": "IT00743110157"}],
        "sites": [{**SITE, "lat": None, "lon": None, "main": True}],
    }


def test_the_legal_name_is_searched_and_target_groups_narrow(staff: Caller, register: Register) -> None:
    register("Astra", legal_name="Cooperativa Aurora", target_groups=["women"])
    register("Borealis", target_groups=["parents"])
    for asked in ("q=aurora", "target_group=women"):
        assert [one["name"] for one in staff.get(f"/organisations?{asked}")["items"]] == ["Astra"]


def test_a_merge_keeps_the_numbers_of_both_and_its_undo_gives_each_its_own(staff: Caller, register: Register) -> None:
    kept, merged = register("Astra", identifiers=[PIC]), register("Astra Catania", identifiers=[VAT, OID])
    pair = staff.post("/duplicates", {"organisations": [kept["id"], merged["id"]]}, status=201)
    wish = {"survivor": kept["id"], "survivor_version": 1, "merged_version": 1, "take": []}
    staff.post(f"/duplicates/{pair['id']}/merge", wish)
    there = f"/organisations/{kept['id']}"
    now = staff.get(there)["identifiers"]
    assert [one["scheme"] for one in now] == ["pic", "vat", "erasmus_oid"]
    more = {"scheme": "vat", "value": "ATU13585627"}
    staff.patch(there, {"identifiers": [*now, more]})  # what came since stays
    staff.post(f"/duplicates/{pair['id']}/undo")
    assert [one["value"] for one in staff.get(there)["identifiers"]] == ["999999999", "ATU13585627"]
    again = staff.get(f"/organisations/{merged['id']}")["identifiers"]
    assert [one["value"] for one in again] == ["IT00743110157", "E10012345"]
