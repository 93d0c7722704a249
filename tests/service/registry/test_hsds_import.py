"""Directories after HSDS come in: JSON of 3.0, data packages of 1.1 to 3.0; what goes out comes back whole."""

import io
import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register
from tests.service.registry.test_hsds import COURSE, FAR, HARBOUR

NUMBERS = [
    {"scheme": "vat", "value": "IT00743110157"},
    {"scheme": "tax_number", "country": "IT", "value": "00743110157"},
]
EXAMPLES = Path(__file__).resolve().parents[4] / "shared" / "standards" / "hsds-3.0" / "examples"
OURS_ALONE = ("id", "version", "created_at", "updated_at", "organisation", "origin", "review_due_on")

ORGANIZATIONS_1_1 = "id,name,description,url\no1,Legal Aid,Free help,www.example.org\n"
SERVICES_1_1 = """id,organization_id,name,status,fees,application_process,accreditations
s1,o1,Advice on papers,active,Free,Call us,Bar
s2,o9,Nobody's,active,,,
,o1,Without an id,active,,,
"""
PACKAGE_1_1 = {
    "organizations.csv": ORGANIZATIONS_1_1,
    "services.csv": SERVICES_1_1,
    "locations.csv": "id,organization_id,name,latitude,longitude\nl1,o1,Office,28.5,-81.4\nl2,o1,Nowhere,,\n",
    "services_at_location.csv": "id,service_id,location_id\nx,s1,l1\ny,s1,l2\n",
    "physical_addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n"
    "a,l1,1 Main St,Orlando,FL,32801,US\n",
    "phones.csv": "id,service_id,number,extension\np,s1,(407) 841-8310,7\n",
    "languages.csv": "id,service_id,language\n1,s1,English\n2,s1,Klingon of sorts\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n1,s1,Monday,09:00,17:00\n2,s1,2,09:00,12:00\n",
    "eligibility.csv": "id,service_id,eligibility\n1,s1,Residents of Orange County\n",
    "required_documents.csv": "id,service_id,document\n1,s1,Passport\n2,s1,Proof of address\n",
    "taxonomy.csv": "id,name,vocabulary\nt1,Legal,AIRS\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id\n1,s1,t1\n",
}
PACKAGE_2_0 = {
    "organizations.csv": ORGANIZATIONS_1_1,
    "services.csv": SERVICES_1_1.splitlines()[0] + "\n" + SERVICES_1_1.splitlines()[1] + "\n",
    "schedules.csv": 'id,service_id,byday,opens_at,closes_at\n1,s1,"MO,TU",09:00,17:00\n',
    "taxonomy_terms.csv": "id,term,description,taxonomy\nt1,Legal,Legal,AIRS\n",
    "service_attributes.csv": "id,service_id,taxonomy_term_id\n1,s1,t1\n",
}
PACKAGE_3_0 = {
    "organizations.csv": "id,name,description,website\no1,Legal Aid,Free help,https://example.org\n",
    "services.csv": "id,organization_id,name,status,fees_description,assured_date\n"
    "s1,o1,Advice,temporarily closed,Free,2026-01-31\n",
    "locations.csv": "id,location_type,name\nl1,physical,Office\n",
    "service_at_location.csv": "id,service_id,location_id\nx,s1,l1\n",
    "addresses.csv": "id,location_id,address_1,city,country,postal_code\na,l1,1 Main St,Orlando,US,32801\n",
    "cost_options.csv": "id,service_id,option,amount,currency\n1,s1,Adults,5,usd\n",
}


def package(files: dict[str, str], **described: str) -> bytes:
    """A data package; `described` are the names of its tables by their files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, text in files.items():
            written.writestr(f"directory/{name}", text)
        resources = [{"name": table, "path": path} for table, path in described.items()]
        written.writestr("directory/datapackage.json", json.dumps({"resources": resources}))
    return made.getvalue()


def preview(who: Caller, content: bytes, status: int = 201, **how: Any) -> dict[str, Any]:
    """The preview of a file that was sent in one part."""
    upload = who.post("/uploads", {"name": "directory"}, status=201)["id"]
    who.post(f"/uploads/{upload}/parts", {"number": 0, "content": b64encode(content).decode()})
    asked = {"source": "other", "file": "directory", "language": "en", "country": "US", "kind": "ngo", **how}
    made: dict[str, Any] = who.post("/imports", {"hsds": asked, "uploads": {"directory": upload}}, status=status)
    return made


def done(registry: ServiceUnderTest, who: Caller, content: bytes, **how: Any) -> dict[str, Any]:
    """What came in."""
    made = preview(who, content, **how)
    who.post(f"/imports/{made['id']}/confirm")
    registry.run_job("continue-imports")
    applied: dict[str, Any] = who.get(f"/imports/{made['id']}")
    assert applied["status"] == "applied"
    return applied


def sheets(who: Caller, path: str) -> list[dict[str, Any]]:
    """What a list holds, without what belongs to this platform alone."""
    return [{k: v for k, v in one.items() if k not in OURS_ALONE} for one in who.get(path)["items"]]


def counts(**some: int) -> dict[str, int]:
    return {"add": 0, "change": 0, "skip": 0, "wrong": 0, **some}


def test_what_goes_out_comes_back_whole(registry: ServiceUnderTest, staff: Caller, register: Register) -> None:
    head = register("Gruppo")
    school = register("Scuola", parent=head["id"], identifiers=NUMBERS, sites=[{**HARBOUR, "main": True}, FAR],
                      target_groups=["women"], short_name="SC", seat="Catania", description={"it": "Una scuola"},
                      languages=["it"],
                      policy_areas=["housing"], kind="school", website="https://example.org",
                      email="scuola@example.org", lat=37.5, lon=15.1)  # fmt: skip
    course = {name: {"it": text["it"]} if isinstance(text, dict) else text for name, text in COURSE.items()}
    course |= {"how_to_apply": {"it": "Per posta:  Via Etnea 1"}, "eligibility": {"it": "Chi abita\tqui"}}
    closed = {"name": {"it": "Asilo  nido"}, "status": "temporarily_closed", "places": [HARBOUR]}
    services = [
        staff.post("/services", {"organisation": school["id"], **body}, status=201)["id"] for body in (course, closed)
    ]
    registry.clock.move(days=3)  # so that the day of the last confirmation is not today's
    staff = registry.signed_in("lead_staff", city="catania")
    before = sheets(staff, "/services"), sheets(staff, "/organisations")
    insider = {**registry.client("registry:read")._headers, "Accept-Language": "it"}
    client = registry.app.test_client()
    said = {
        "lines of services": client.get("/hsds/v3/services?full=true&format=ndjson", headers=insider),
        "a page of services": client.get("/hsds/v3/services?full=true", headers=insider),
        "organizations": client.get("/hsds/v3/organizations?full_service=true", headers=insider),
    }
    for form, answer in said.items():
        how = {"language": "it", "country": "IT", "kind": "other"}
        back = preview(staff, answer.get_data(), **how)
        known = counts(skip=4 if form == "organizations" else 3)
        assert (back["counts"], back["unused_columns"], back["problems"]) == (known, [], []), form
    for id in services:
        staff.delete(f"/services/{id}")
    staff.delete(f"/organisations/{school['id']}")
    for form, answer in said.items():
        came = done(registry, staff, answer.get_data(), **how)
        assert came["applied"]["added"] == 3, form
        assert (sheets(staff, "/services"), sheets(staff, "/organisations")) == before, form
        staff.post(f"/imports/{came['id']}/undo")
        registry.run_job("continue-imports")
        assert staff.get(f"/imports/{came['id']}")["undone"]["removed"] == 3
        assert (sheets(staff, "/services"), sheets(staff, "/organisations")) == ([], before[1][:1])


def test_organizations_come_with_their_sites_their_numbers_and_whose_part_they_are(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    def location(city: str, **more: str) -> dict[str, Any]:
        return {"id": city, "location_type": "physical", **more, "addresses": [{"city": city, "country": "IT"}]}

    def number(kind: str, value: str) -> dict[str, Any]:
        return {"identifier_type": kind, "identifier": value}

    numbers = [number("vat", "IT 00743110157"), number("tax_number", "1"), number("GB-CHC", "1164883")]
    part = {"id": "b", "name": "Part", "parent_organization_id": "a", "locations": [location("Catania")]}
    head = {
        "id": "a", "name": "Head", "parent_organization_id": "nowhere", "organization_identifiers": numbers,
        "locations": [location("Catania", name="Harbour"), location("Enna"), location("")],
    }  # fmt: skip
    said = json.dumps([part, head]).encode()
    came = done(registry, staff, said, country="IT")
    assert [(one["field"], one["message"]) for one in came["problems"]] == [
        ("sites", "A place without a town and a country is left out."),
        ("identifiers", "1: This is not a right number of its kind. Compare it with the register."),
        ("parent", "The organisation that it is a part of is neither here nor in the file."),
    ]
    assert [one["column"] for one in came["unused_columns"]] == ["organization.organization_identifiers.GB-CHC"]
    above, below = staff.get("/organisations?sort=name")["items"]
    assert [(one["name"], one["town"], one["main"]) for one in above["sites"]] == [
        ("Harbour", "Catania", True), (None, "Enna", False),
    ]  # fmt: skip
    assert [one["value"] for one in above["identifiers"]] == ["IT00743110157"]
    assert (above["seat"], below["seat"], below["sites"], below["parent"]) == ("Catania", "Catania", [], above["id"])
    staff.patch(f"/organisations/{above['id']}", {"sites": above["sites"][::-1], "seat": "Enna"})
    assert preview(staff, said, country="IT")["counts"] == counts(skip=2), "what is known gives way to no guess"


def test_other_languages_and_how_they_were_translated_stay(
    staff: Caller, register: Register, registry: ServiceUnderTest
) -> None:
    staff.post("/services", {"organisation": register("Scuola")["id"], **COURSE}, status=201)
    for language in ("it", "de", "fr"):
        headers = {**registry.client("registry:read")._headers, "Accept-Language": language}
        told = registry.app.test_client().get("/hsds/v3/services?full=true", headers=headers).get_data()
        assert preview(staff, told, language=language, country="IT")["counts"] == counts(skip=2)


def test_a_package_of_1_1_is_understood(registry: ServiceUnderTest, staff: Caller) -> None:
    content = package(PACKAGE_1_1, service_at_location="services_at_location.csv")
    made = preview(staff, content)
    assert made["counts"] == counts(add=2, wrong=2)
    told = [tuple(one[part] for part in ("file", "row", "column", "field")) for one in made["problems"]]
    assert told == [
        ("services.csv", 2, "service_at_locations", "places"),
        ("services.csv", 2, "languages", "languages"),
        ("services.csv", 3, "organization_id", "organisation"),
        ("services.csv", 4, "id", None),
    ]
    assert [one["column"] for one in made["unused_columns"]] == [
        "organization.locations.addresses.state_province",
        "service.accreditations",
        "service.phones.extension",
        "service.service_at_locations.location.addresses.state_province",
        "service.attributes.AIRS",
    ]
    done(registry, staff, content)
    [organisation], [service] = staff.get("/organisations")["items"], staff.get("/services")["items"]
    assert (organisation["country"], organisation["seat"], organisation["website"]) == (
        "US", "Orlando", "https://www.example.org",
    )  # fmt: skip
    assert (service["organisation"], service["phone"], service["languages"]) == (
        organisation["id"], "+14078418310", ["en"],
    )  # fmt: skip
    assert {name: service[name]["en"]["text"] for name in ("hours", "eligibility", "documents", "cost")} == {
        "hours": "Mon 09:00–17:00; Tue 09:00–12:00", "eligibility": "Residents of Orange County",
        "documents": "Passport; Proof of address", "cost": "Free",
    }  # fmt: skip
    assert service["places"] == [{"name": "Office", "address": "1 Main St", "postcode": "32801", "town": "Orlando",
                                  "country": "US", "lat": 28.5, "lon": -81.4}]  # fmt: skip
    assert service["origin"] == {"source": "other", "identifier": "s1"}
    assert preview(staff, content)["counts"] == counts(skip=2, wrong=2)


@pytest.mark.parametrize(("files", "hours", "cost"), [(PACKAGE_2_0, "Mon, Tue 09:00–17:00", "Free"),
                                                       (PACKAGE_3_0, None, "Free; Adults: 5 USD")])  # fmt: skip
def test_packages_of_2_0_and_3_0_are_understood(
    registry: ServiceUnderTest, staff: Caller, files: dict[str, str], hours: str | None, cost: str
) -> None:
    applied = done(registry, staff, package(files))
    assert (applied["counts"], applied["problems"]) == (counts(add=2), [])
    [service] = staff.get("/services")["items"]
    assert service["hours"] == (hours and {"en": {"text": hours, "status": "original"}})
    assert service["cost"]["en"]["text"] == cost
    if files is PACKAGE_3_0:
        assert (service["status"], service["reviewed_on"]) == ("temporarily_closed", "2026-01-31")
        assert [one["town"] for one in service["places"]] == ["Orlando"]


def test_a_newer_package_changes_what_differs_and_can_be_taken_back(registry: ServiceUnderTest, staff: Caller) -> None:
    done(registry, staff, package(PACKAGE_3_0))
    newer = {**PACKAGE_3_0, "services.csv": PACKAGE_3_0["services.csv"].replace("Advice", "Better advice")}
    made = done(registry, staff, package(newer))
    [line] = made["preview"]["change"]
    assert (line["makes"], [one["field"] for one in line["differences"]]) == ("services", ["name"])
    assert staff.get("/services")["items"][0]["name"]["en"]["text"] == "Better advice"
    staff.post(f"/imports/{made['id']}/undo")
    registry.run_job("continue-imports")
    assert staff.get("/services")["items"][0]["name"]["en"]["text"] == "Advice"


def test_the_published_example_comes_in(registry: ServiceUnderTest, staff: Caller) -> None:
    if not EXAMPLES.is_dir():
        pytest.skip("the folder ../shared/standards/hsds-3.0 is not there")
    content = (EXAMPLES / "service_full.json").read_bytes()
    made = done(registry, staff, content)
    assert made["counts"] == counts(add=2)
    assert "service.accreditations" in [one["column"] for one in made["unused_columns"]]
    [service] = staff.get("/services?q=counselling")["items"]
    assert (service["languages"], service["places"][0]["town"]) == (["ur"], "MyCity")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"name,id\n1,2\n", b"PK\x03\x04nothing", b"\xff\xfe"])
def test_what_is_not_hsds_is_refused(staff: Caller, content: bytes) -> None:
    if content:
        problem = preview(staff, content, status=422)
        assert [one["path"] for one in problem["errors"]] == ["files.directory"]
    problem = staff.post("/imports", {"files": {}}, status=422)
    assert [one["path"] for one in problem["errors"]] == ["mapping"]


def test_another_citys_records_stay_as_they_are(registry: ServiceUnderTest, staff: Caller, neighbour: Caller) -> None:
    done(registry, neighbour, package(PACKAGE_3_0))
    made = preview(staff, package({**PACKAGE_3_0, "organizations.csv": "id,name\no1,Ours now\n"}))
    assert made["counts"] == counts(wrong=2)


def test_the_holders_of_all_numbers_of_a_file_are_asked_for_at_once(registry: ServiceUnderTest, staff: Caller) -> None:
    known = {"name": "Alfa", "kind": "ngo", "country": "IT", "identifiers": [{"scheme": "pic", "value": "999999997"}]}
    staff.post("/organisations", known, status=201)
    some = [{"id": f"{n}", "name": f"Org {n}", "organization_identifiers": [
        {"identifier_type": "pic", "identifier": f"99999999{n}"}]} for n in range(10)]  # fmt: skip
    whole = registry.database.whole
    whole.command("profile", 2)
    problems = preview(staff, json.dumps(some).encode())["problems"]
    whole.command("profile", 0)
    asked = [one for one in whole["system.profile"].find({"op": "query"}) if "identifiers.value" in str(one["command"])]
    whole["system.profile"].drop()
    assert [one["row"] for one in problems] == [8]
    assert "“Alfa”" in problems[0]["message"]
    assert len(asked) == 1


def test_a_number_that_an_organization_before_has_is_told_in_the_preview(
    registry: ServiceUnderTest, staff: Caller
) -> None:
    numbers = [{"identifier_type": "vat", "identifier": "IT 00743110157"}]
    two = [{"id": id, "name": f"Alike {id}", "organization_identifiers": numbers} for id in "ab"]
    came = done(registry, staff, json.dumps(two).encode(), country="IT")
    [problem] = came["problems"]
    assert (problem["kind"], problem["message"]) == ("number", "Row 1 has the same number.")
    assert (came["counts"]["wrong"], came["applied"]["added"], came["applied"]["skipped"]) == (1, 1, 0)
