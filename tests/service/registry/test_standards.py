"""The directory in the forms of CPSV-AP, ELM and data·inclusion, held against the published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import rdflib

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.registry.conftest import Register

STANDARDS = Path(__file__).resolve().parents[4] / "shared" / "standards"
PLACE = {"address": "Via Etnea 1", "postcode": "95124", "town": "Catania", "country": "IT", "lat": 37.5, "lon": 15.1}
IN_FRANCE = {"name": "Halle", "address": "1 rue du Port", "postcode": "59140", "town": "Dunkerque", "country": "FR"}
WHOLE = {
    "name": {"it": {"text": "Corso d'italiano"}, "fr": {"text": "Cours d'italien"}},
    "description": {"it": {"text": "Due volte alla settimana, per chi comincia."}},
    "themes": ["language_course", "digital_skills", "legal_advice"],
    "target_groups": ["newcomers", "refugees_and_asylum_seekers", "women"],
    "policy_areas": ["training_and_education"],
    "languages": ["it", "ar"],
    "eligibility": {"it": {"text": "Chi vive a Catania"}},
    "how_to_apply": {"it": {"text": "Di persona"}},
    "documents": {"it": {"text": "Un documento"}},
    "cost": {"it": {"text": "Gratuito"}, "en": {"text": "Free"}},
    "hours": {"it": {"text": "Lunedì, 9-13"}},
    "places": [PLACE, IN_FRANCE],
    "website": "https://example.org/corso?a=1&b=2",
    "email": "office@example.org",
    "phone": "+39 095 1234567",
    "takes_referrals": True,
    "free_places": 3,
}
KINDS = ("cpsv-ap", "elm", "data-inclusion/services", "data-inclusion/structures")


@pytest.fixture
def directory(staff: Caller, register: Register) -> dict[str, Any]:
    """A directory with a service of which all is known, one of which next to nothing is, and one that has ended."""
    number = {"scheme": "vat", "value": "IT00743110157"}
    school = register(
        "Scuola di Catania", website="https://scuola.example.org", seat="Catania", short_name="SC", identifiers=[number]
    )
    # What a form lets through and linked data do not hold: signs that no IRI has, a short name that is the name.
    other = register("So", short_name="So", country="FR", website="https://example.org/{so}|^`so\\")
    made = {"whole": staff.post("/services", {"organisation": school["id"], **WHOLE}, status=201)}
    bare = {"organisation": other["id"], "name": {"hu": {"text": "Ok"}}, "themes": ["vocational_training"]}
    made["bare"] = staff.post("/services", bare, status=201)
    made["over"] = staff.post("/services", {**bare, "status": "defunct"}, status=201)
    return made


@pytest.fixture
def anybody(registry: ServiceUnderTest, directory: dict[str, Any]) -> Caller:
    """Somebody who is not signed in."""
    return registry.anonymous()


def published(*path: str) -> Path:
    """A published schema; the test is skipped where there is none."""
    file = STANDARDS.joinpath(*path)
    if not file.exists():
        pytest.skip(f"{file.name} of the published standards is not on this machine")
    return file


@pytest.mark.parametrize(("kind", "shapes"), [("cpsv-ap", ("cpsv-ap-3.2.0", "cpsv-ap-SHACL.ttl")),
                                               ("elm", ("elm-3", "LOQ-constraints.ttl"))])  # fmt: skip
def test_linked_data_keep_the_shapes_of_their_standard(anybody: Caller, kind: str, shapes: tuple[str, str]) -> None:
    import pyshacl
    import rdflib

    wanted = shapes_in(published(*shapes))
    told = anybody.get(f"/exchange/{kind}")
    graph = rdflib.Graph().parse(data=json.dumps(told), format="json-ld")
    assert len(graph) > 60
    assert graph.serialize(format="turtle")
    assert ("IT00743110157" in json.dumps(told)) == (kind == "cpsv-ap"), "ELM does not tell numbers"
    fits, _report, words = pyshacl.validate(graph, shacl_graph=wanted)
    assert fits, words
    # A wrong one is seen: what the shapes ask for is taken away.
    title = rdflib.URIRef("http://purl.org/dc/terms/title")
    graph.remove((None, title, None))
    assert not pyshacl.validate(graph, shacl_graph=wanted)[0]


def shapes_in(file: Path) -> rdflib.Graph:
    """The published shapes, without the patterns for web addresses that only Java's regular expressions understand."""
    import rdflib

    graph = rdflib.Graph().parse(file)
    pattern = rdflib.SH.pattern
    for shape, _pattern, said in list(graph.triples((None, pattern, None))):
        if "(?i)" in said or r"\p{" in said:
            graph.remove((shape, pattern, said))
    return graph


@pytest.mark.parametrize("what", ["service", "structure"])
def test_rows_keep_the_schema_of_data_inclusion(anybody: Caller, what: str) -> None:
    import jsonschema

    schema = json.loads(published("data-inclusion-v1", f"{what}.json").read_bytes())
    rows = anybody.get(f"/exchange/data-inclusion/{what}s")
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []
    assert all({*row} <= {*schema["properties"]} for row in rows)
    assert list(validator.iter_errors({**rows[0], "nom": ""})) != []


def test_a_service_is_a_row_for_each_place(anybody: Caller, directory: dict[str, Any]) -> None:
    rows = anybody.get("/exchange/data-inclusion/services")
    id = directory["whole"]["id"]
    assert [row["id"] for row in rows] == [id, f"{id}-2", directory["bare"]["id"]]
    assert [row.get("code_postal") for row in rows] == [None, "59140", None], "an Italian postcode is no French one"
    assert rows[0]["publics"] == ["personnes-exilees", "femmes"]
    assert (rows[0]["nom"], rows[2]["nom"], rows[2]["description"]) == ("Cours d'italien", "Ok.", "Ok...")


def test_only_what_teaches_is_a_learning_opportunity_and_nothing_shows_what_the_public_does_not_see(
    staff: Caller, anybody: Caller, directory: dict[str, Any]
) -> None:
    staff.patch(f"/services/{directory['bare']['id']}", {"themes": ["legal_advice"]})
    assert ids(anybody.get("/exchange/elm")) == [directory["whole"]["id"]]
    assert ids(anybody.get("/exchange/cpsv-ap")) == [directory["whole"]["id"], directory["bare"]["id"]]
    told = json.dumps([anybody.get(f"/exchange/{kind}") for kind in KINDS])
    assert "office@example.org" not in told and directory["over"]["id"] not in told


def test_lists_are_gathered_whole_page_by_page(anybody: Caller, directory: dict[str, Any]) -> None:
    first = anybody.get("/exchange/cpsv-ap?limit=1")
    address = anybody.last_response.headers["Link"].removeprefix("<").partition(">")[0]
    second = anybody.get(address.removeprefix("/api/v1/registry"))
    assert ids(first) + ids(second) == [directory["whole"]["id"], directory["bare"]["id"]]
    assert "Link" not in anybody.last_response.headers
    assert ids(anybody.get("/exchange/cpsv-ap?city=catania")) == ids(first) + ids(second)
    anybody.get("/exchange/cpsv-ap?modified_after=2026-01-01T00:00:00Z", status=422)


def ids(document: dict[str, Any]) -> list[str]:
    """The services that a JSON-LD document tells of."""
    return [node["@id"].rpartition("/")[2] for node in document["@graph"]]


def test_a_french_structure_has_its_siret_and_its_main_site(registry: ServiceUnderTest, register: Register) -> None:
    import jsonschema

    number = {"scheme": "national_register", "country": "FR", "value": "732 829 320 00074"}
    register(
        "Halle", country="FR", identifiers=[number], sites=[{**PLACE, "town": "Calais"}, {**IN_FRANCE, "main": True}]
    )
    register("Ligue", country="FR", identifiers=[{**number, "value": "404 833 048"}])
    rows = registry.anonymous().get("/exchange/data-inclusion/structures")
    schema = json.loads(published("data-inclusion-v1", "structure.json").read_bytes())
    assert [error.message for row in rows for error in jsonschema.Draft202012Validator(schema).iter_errors(row)] == []
    told = [{name: row.get(name) for name in ("siret", "code_postal", "commune")} for row in rows]
    assert told == [
        {"siret": "73282932000074", "code_postal": "59140", "commune": "Dunkerque"},
        {"siret": None, "code_postal": None, "commune": None},
    ]
