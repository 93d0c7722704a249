"""The directory after HSDS 3.0 over HTTP: every endpoint, every page, against the published schemas."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.chassis.store.migrations import migrate
from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.directory.model import TARGET_GROUPS, THEMES
from services.registry.directory.places import PLACES
from services.registry.directory.texts import TEXT_WORDS
from services.registry.model import POLICY_AREAS
from services.registry.organisations.model import ORGANISATION_KINDS
from tests.service.registry.conftest import Register

HSDS = Path(__file__).resolve().parents[4] / "shared" / "standards" / "hsds-3.0"
STREET = {"name": "Casa", "address": "Via Etnea 1", "postcode": "95124", "town": "Catania", "country": "IT",
          "lat": 37.51, "lon": 15.08}  # fmt: skip
HARBOUR = {"town": "Catania", "country": "IT", "postcode": "95131", "lat": 37.50, "lon": 15.10}
FAR = {"town": "Augsburg", "country": "DE", "postcode": "86150"}
COURSE: dict[str, Any] = {
    "name": {"it": "Corso d'italiano", "de": {"text": "Italienischkurs", "status": "machine"}},
    "description": {"it": "Per chi è appena arrivato.\n\nOgni livello."},
    "themes": ["language_course", "adult_education"], "target_groups": ["newcomers"],
    "policy_areas": ["training_and_education"], "languages": ["it", "ar"],
    "eligibility": {"it": "Chi abita a Catania"}, "how_to_apply": {"it": "Telefonare"}, "cost": {"it": "Gratis"},
    "documents": {"it": "Un documento"}, "hours": {"it": "Lunedì 9-12"}, "places": [STREET, HARBOUR, FAR],
    "website": "https://example.org/corso", "email": "corso@example.org", "phone": "+390951234567",
    "takes_referrals": True, "free_places": 7,
}  # fmt: skip


@pytest.fixture
def public(registry: ServiceUnderTest) -> Caller:
    """Anybody who reads Italian."""
    return Caller(registry.app.test_client(), "/hsds/v3", {"Accept-Language": "it"})


@pytest.fixture
def directory(staff: Caller, register: Register) -> dict[str, list[str]]:
    """The ids of two organisations and four services as entered: full, bare, closed for a while, given up."""
    school = register("Scuola", short_name="SC", seat="Catania", description={"it": "Una scuola"}, languages=["it"],
                      website="https://example.org", email="scuola@example.org", lat=37.5, lon=15.1)  # fmt: skip
    bare = register("Associazione")
    bodies = [
        {"organisation": school["id"], **COURSE},
        {"organisation": bare["id"], "name": {"hu": "Tanácsadás"}, "themes": ["legal_advice"]},
        {"organisation": school["id"], "name": {"it": "Asilo"}, "status": "temporarily_closed", "places": [HARBOUR]},
        {"organisation": school["id"], "name": {"it": "Ex corso"}, "status": "defunct", "places": [HARBOUR]},
    ]
    made = [staff.post("/services", body, status=201)["id"] for body in bodies]
    return {"organisations": [school["id"], bare["id"]], "services": made}


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """Judges by a published schema; skips aloud where that is not."""
    path = HSDS / "schema" / f"{name}.json"
    if not path.exists():
        pytest.skip("the folder ../shared/standards/hsds-3.0 is not there")
    schema = json.loads(path.read_text())
    kind = jsonschema.Draft202012Validator
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def part(name: str, *path: str) -> jsonschema.Draft202012Validator:
    """Judges by a part of a published schema: those of taxonomies stand in that of a service."""
    schema = validator(name).schema
    for step in path:
        schema = schema["properties"][step]
        schema = schema.get("items", schema)
    kind = jsonschema.Draft202012Validator
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def term() -> jsonschema.Draft202012Validator:
    """Judges taxonomy terms."""
    return part("service", "attributes", "taxonomy_term")


def taxonomy() -> jsonschema.Draft202012Validator:
    """Judges taxonomies."""
    return part("service", "attributes", "taxonomy_term", "taxonomy_detail")


def pages(public: Caller, path: str, **query: Any) -> list[dict[str, Any]]:
    """What all pages of a list hold, each page's numbers checked."""
    contents: list[dict[str, Any]] = []
    number = 1
    while True:
        page = public.get(path, query_string={"page": number, "per_page": 2, **query})
        total = page["total_items"]
        assert page == {
            "total_items": total, "total_pages": -(-total // 2), "page_number": number, "size": len(page["contents"]),
            "first_page": number == 1, "last_page": number * 2 >= total, "empty": total == 0,
            "contents": page["contents"],
        }  # fmt: skip
        contents += page["contents"]
        if page["last_page"]:
            assert len(contents) == total
            return contents
        number += 1


def lines(public: Caller, path: str, **query: Any) -> list[dict[str, Any]]:
    """What a list holds, a line an object."""
    answer = public._client.get(f"/hsds/v3{path}", query_string={**query, "format": "ndjson"}, headers=public._headers)
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.get_data().splitlines()]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


@pytest.mark.parametrize("insider", [False, True])
def test_every_object_on_every_page_is_as_its_schema_says(
    registry: ServiceUnderTest, public: Caller, directory: dict[str, list[str]], insider: bool
) -> None:
    if insider:
        headers = {**registry.client("registry:read")._headers, "Accept-Language": "it"}
        public = Caller(registry.app.test_client(), "/hsds/v3", headers)
    lists = [
        ("/services", {}, validator("service_list")),
        ("/services", {"full": "true"}, validator("service")),
        ("/organizations", {}, validator("organization_list")),
        ("/organizations", {"full": "true"}, validator("organization")),
        ("/organizations", {"full_service": "true"}, validator("organization")),
        ("/service_at_locations", {}, validator("service_at_location_list")),
        ("/service_at_locations", {"full": "true"}, validator("service_at_location")),
        ("/taxonomies", {}, taxonomy()),
        ("/taxonomy_terms", {}, term()),
    ]
    whole = {"/services": "service", "/organizations": "organization", "/service_at_locations": "service_at_location"}
    for path, query, judge in lists:
        found = pages(public, path, **query)
        assert found, path
        assert lines(public, path, **query) == found
        for one in found:
            judge.validate(one)
            alone = public.get(f"{path}/{one['id']}")
            (validator(whole[path]) if path in whole else judge).validate(alone)
            assert alone["id"] == one["id"]
            if query == {"full": "true"} or path not in whole:
                assert alone == one


def test_the_root_says_what_this_is(public: Caller) -> None:
    about = public.get("/")
    assert about["version"] == "3.0"
    assert about["openapi_url"].endswith("/api/v1/openapi.json")


def test_the_document_of_the_api_names_every_address_parameter_and_page_of_the_standard(
    registry: ServiceUnderTest,
) -> None:
    if not (file := HSDS / "openapi.json").exists():
        pytest.skip("the folder ../shared/standards/hsds-3.0 is not there")
    theirs, ours = json.loads(file.read_text()), registry.app.test_client().get("/openapi.json").get_json()
    page = {*theirs["components"]["schemas"]["Page"]["properties"], "contents"}
    for path, wanted in theirs["paths"].items():
        told = ours["paths"][f"/hsds/v3{path}"]
        assert parameters(told, ours) == parameters(wanted, theirs), path
        answer = told["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        is_list = "allOf" in wanted["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert ({*answer.get("properties", {})} == page) == is_list, path


def parameters(told: dict[str, Any], document: dict[str, Any]) -> set[str]:
    """The names of what can be asked at an address, in its path or behind it."""
    some = [*told.get("parameters", []), *told["get"].get("parameters", [])]
    named = [document["components"]["parameters"][one["$ref"].split("/")[-1]] if "$ref" in one else one for one in some]
    return {one["name"] for one in named if one["in"] != "header"}


def test_a_service_is_told_whole_in_the_language_of_who_reads(
    registry: ServiceUnderTest, public: Caller, directory: dict[str, list[str]]
) -> None:
    told = public.get(f"/services/{directory['services'][0]}")
    assert (told["name"], told["status"], told["fees_description"]) == ("Corso d'italiano", "active", "Gratis")
    assert (told["application_process"], told["eligibility_description"]) == ("Telefonare", "Chi abita a Catania")
    assert [one["number"] for one in told["phones"]] == ["+390951234567"]
    assert [(one["code"], one["name"]) for one in told["languages"]] == [("it", "italiano"), ("ar", "arabo")]
    assert [one["document"] for one in told["required_documents"]] == ["Un documento"]
    assert [one["description"] for one in told["schedules"]] == ["Lunedì 9-12"]
    assert told["organization"]["alternate_name"] == "SC"
    [street, *_further] = told["service_at_locations"]
    assert street["location"]["addresses"][0]["address_1"] == "Via Etnea 1"
    terms = {one["taxonomy_term"]["code"]: one.get("value") for one in told["attributes"]}
    assert (terms["language_course"], terms["free_places"], len(terms)) == (None, "7", 6)
    german = Caller(registry.app.test_client(), "/hsds/v3", {"Accept-Language": "de"})
    assert german.get(f"/services/{directory['services'][0]}")["name"] == "Italienischkurs"
    assert german.get(f"/services/{directory['services'][1]}")["name"] == "Tanácsadás"


def test_the_public_gets_no_addresses_and_nothing_that_was_given_up(
    registry: ServiceUnderTest, public: Caller, directory: dict[str, list[str]]
) -> None:
    services = directory["services"]
    insider = Caller(registry.app.test_client(), "/hsds/v3", registry.client("registry:read")._headers)
    assert ids(pages(public, "/services")) == services[:3]
    assert ids(pages(insider, "/services")) == services
    assert len(pages(public, "/service_at_locations")) == 4
    assert len(pages(insider, "/service_at_locations")) == 5
    public.get(f"/services/{services[3]}", status=404)
    for path in ("/services", "/organizations", "/service_at_locations"):
        for form in ({}, {"full": "true"}):
            assert "@example.org" not in json.dumps(pages(public, path, **form))
    assert insider.get(f"/services/{services[0]}")["email"] == "corso@example.org"
    assert insider.get(f"/organizations/{directory['organisations'][0]}")["email"] == "scuola@example.org"


def test_filters_narrow_together(public: Caller, directory: dict[str, list[str]]) -> None:
    full, bare, closed, _gone = directory["services"]
    school, association = directory["organisations"]
    terms = {one["code"]: one for one in public.get("/taxonomy_terms", query_string={"per_page": 500})["contents"]}
    kinds, groups = (terms[code]["taxonomy_detail"]["id"] for code in ("legal_advice", "newcomers"))
    course, legal, places = (terms[code]["id"] for code in ("language_course", "legal_advice", "free_places"))
    for query, found in (
        ({"search": "corso"}, [full]), ({"search": "ital cata"}, [full]), ({"search": "nothing"}, []),
        ({"search": "arrivato ogni livello"}, [full]), ({"search": "telefonare lunedi etnea"}, [full]),
        ({"search": "arrivato tanacsadas"}, []), ({"search": "arrivato", "organization_id": association}, []),
        ({"organization_id": school}, [full, closed]), ({"organization_id": association}, [bare]),
        ({"taxonomy_term_id": course}, [full]), ({"taxonomy_term_id": legal}, [bare]),
        ({"taxonomy_term_id": places}, [full]), ({"taxonomy_id": kinds}, [full, bare]),
        ({"taxonomy_id": groups}, [full]), ({"taxonomy_id": kinds, "organization_id": association}, [bare]),
        ({"taxonomy_id": groups, "organization_id": association}, []),
        ({"taxonomy_term_id": course, "search": "asilo"}, []), ({"taxonomy_term_id": "none"}, []),
        ({"taxonomy_term_id": terms["ngo"]["id"]}, []), ({"taxonomy_id": "none"}, []),
    ):  # fmt: skip
        assert ids(pages(public, "/services", **query)) == found, query
        at_places = {one["service"]["id"] for one in pages(public, "/service_at_locations", **query)}
        assert at_places == {one for one in found if one != bare}, query
    assert ids(pages(public, "/organizations", search="sc")) == [school]


def test_texts_of_before_are_searched_after_the_migration(
    registry: ServiceUnderTest, public: Caller, directory: dict[str, list[str]]
) -> None:
    for name in ("services", PLACES):
        registry.database.rows(name).update_many({}, {"$unset": {"text_words": ""}})
    assert pages(public, "/services", search="livello") == []
    registry.database.rows("migrations").delete_one({"_id": TEXT_WORDS.name})
    assert migrate(registry.database, [TEXT_WORDS], registry.clock) == [TEXT_WORDS.name]
    assert ids(pages(public, "/services", search="arrivato")) == directory["services"][:1]
    assert len(pages(public, "/service_at_locations", search="arrivato")) == 3


def test_places_are_found_by_postcode_and_by_distance(public: Caller, directory: dict[str, list[str]]) -> None:
    def towns(**query: Any) -> list[str]:
        return sorted(one["location"].get("name", "-") for one in pages(public, "/service_at_locations", **query))

    assert towns(postcode="95124") == ["Casa"]
    assert towns(postcode="95 131") == ["-", "-"]
    assert towns(postcode="95124", proximity=1000) == ["Casa"]
    assert towns(postcode="95124", proximity=3000) == ["-", "-", "Casa"]
    assert towns(postcode="95124", proximity=3000, search="asilo") == ["-"]
    assert towns(postcode="86150", proximity=3000) == towns(postcode="1") == []
    problem = public.get("/service_at_locations?proximity=5", status=422)
    assert [one["path"] for one in problem["errors"]] == ["postcode"]


def test_a_place_keeps_its_id_when_others_come_and_go(
    public: Caller, staff: Caller, directory: dict[str, list[str]]
) -> None:
    service = directory["services"][0]

    def places() -> dict[str, str]:
        """The ids by postcode."""
        told = public.get(f"/services/{service}")["service_at_locations"]
        return {one["location"]["addresses"][0]["postal_code"]: one["id"] for one in told}

    before = places()
    staff.patch(f"/services/{service}", {"places": [HARBOUR, FAR]})
    assert places() == {code: before[code] for code in ("95131", "86150")}
    public.get(f"/service_at_locations/{before['95124']}", status=404)
    found = public.get(f"/service_at_locations/{before['86150']}")
    assert found["location"]["addresses"][0]["postal_code"] == "86150"
    staff.patch(f"/services/{service}", {"places": [{**FAR, "lat": 48.4, "lon": 10.9}, STREET, HARBOUR]})
    after = places()
    assert (after["86150"], after["95131"]) == (before["86150"], before["95131"])
    assert after["95124"] not in before.values()


def test_what_was_modified_is_told_from_that_instant_on(
    registry: ServiceUnderTest, staff: Caller, public: Caller, directory: dict[str, list[str]]
) -> None:
    full, bare, closed, _gone = directory["services"]
    registry.clock.move(days=1)
    now = registry.clock.now()
    assert pages(public, "/services", modified_after=now.isoformat()) == []
    staff.patch(f"/services/{full}", {"places": [HARBOUR]})
    for since in (now.isoformat(), now.isoformat().replace("+00:00", "Z")):
        assert ids(pages(public, "/services", modified_after=since)) == [full]
        [moved] = pages(public, "/service_at_locations", modified_after=since)
        assert moved["location"]["latitude"] == HARBOUR["lat"]
    minimal = public.get("/services?minimal=true")
    assert (minimal["size"], minimal["total_pages"], minimal["last_page"]) == (3, 1, True)
    assert [set(one) for one in minimal["contents"]] == [{"id", "modified_date"}] * 3
    assert ids(minimal["contents"]) == [full, bare, closed]
    since = {"minimal": "true", "modified_after": now.isoformat()}
    assert ids(public.get("/services", query_string=since)["contents"]) == [full]
    staff.delete(f"/services/{full}")
    assert ids(pages(public, "/services")) == [bare, closed]
    assert len(pages(public, "/service_at_locations")) == 1
    public.get(f"/service_at_locations/{moved['id']}", status=404)


def test_our_lists_of_codes_are_flat_taxonomies(public: Caller) -> None:
    taxonomies = {one["name"]: one["id"] for one in pages(public, "/taxonomies")}
    terms = pages(public, "/taxonomy_terms")
    codes = [*THEMES, *TARGET_GROUPS, *POLICY_AREAS, *ORGANISATION_KINDS, "takes_referrals", "free_places"]
    assert [one["code"] for one in terms] == codes
    assert pages(public, "/taxonomy_terms", top_only="true") == terms
    assert pages(public, "/taxonomy_terms", parent_id=terms[0]["id"]) == []
    of_one = pages(public, "/taxonomy_terms", taxonomy_id=next(iter(taxonomies.values())))
    assert [one["code"] for one in of_one] == [*THEMES]
    assert [one["code"] for one in pages(public, "/taxonomy_terms", search="lingua")] == ["language_course"]


def test_an_empty_directory_is_an_empty_page(public: Caller) -> None:
    for path in ("/services", "/organizations", "/service_at_locations"):
        assert pages(public, path) == []


@pytest.mark.parametrize(
    ("query", "path"),
    [("page=0", "page"), ("per_page=501", "per_page"), ("format=xml", "format"), ("modified_after=x", "modified_after"),
     ("full=maybe", "full"), ("colour=red", "colour"), ("limit=3", "limit")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_by_name(public: Caller, query: str, path: str) -> None:
    problem = public.get(f"/services?{query}", status=422)
    assert [one["path"] for one in problem["errors"]] == [path]


def test_an_organization_is_told_with_its_sites_its_public_numbers_and_whose_part_it_is(
    public: Caller, register: Register
) -> None:
    parent = register("Gruppo")
    numbers = [
        {"scheme": "vat", "value": "IT00743110157"},
        {"scheme": "national_register", "country": "FR", "value": "404833048"},
        {"scheme": "tax_number", "country": "IT", "value": "00743110157"},
    ]
    sites = [FAR, {**HARBOUR, "main": True}]
    made = register("Scuola", parent=parent["id"], identifiers=numbers, sites=sites, target_groups=["women"])
    told = public.get(f"/organizations/{made['id']}")
    validator("organization").validate(told)
    assert told["parent_organization_id"] == parent["id"]
    assert [one["addresses"][0]["city"] for one in told["locations"]] == ["Catania", "Augsburg"]
    assert [(one.get("identifier_scheme"), one["identifier_type"], one["identifier"])
            for one in told["organization_identifiers"]] == [
        (None, "vat", "IT00743110157"), ("FR", "national_register", "404833048"),
    ]  # fmt: skip
    assert "women" in [one["taxonomy_term"]["code"] for one in told["attributes"]]


def test_an_organization_that_is_no_more_leads_on_to_who_is_there_for_the_reader(
    staff: Caller, public: Caller, register: Register
) -> None:
    def leads(id: str, status: int, header: str) -> str | None:
        public.get(f"/organizations/{id}", status=status)
        assert public.last_response is not None
        return public.last_response.headers.get(header)

    kept, merged, heir = (str(register(name)["id"]) for name in ("Astra Catania", "Astra", "Corvus"))
    ceased = str(register("Borealis", successor=heir)["id"])
    pair = staff.post("/duplicates", {"organisations": [kept, merged]}, status=201)
    choice = {"survivor": kept, "survivor_version": 1, "merged_version": 1, "take": []}
    staff.post(f"/duplicates/{pair['id']}/merge", choice)
    staff.delete(f"/organisations/{ceased}")
    there = "/hsds/v3/organizations"
    assert leads(merged, 308, "Location") == f"{there}/{kept}"
    assert leads(ceased, 410, "Link") == f'<{there}/{heir}>; rel="successor-version"'
    for id in (kept, heir):
        staff.patch(f"/organisations/{id}", {"publication": "withdrawn"})
    assert [leads(merged, 404, "Location"), leads(ceased, 404, "Link")] == [None, None]
