"""Every answer of the registry is what its OpenAPI document says."""

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from services.chassis.http import openapi
from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.service import service
from tests.service.registry.test_imports import partners

ORGANISATION = {"name": "Haus", "kind": "ngo", "country": "DE"}


@cache
def document() -> Any:
    """The registry's document as it is sent."""
    return json.loads(json.dumps(openapi.document("registry", service.routes)))


def check(method: str, path: str, status: int, answer: Any) -> None:
    """Raise unless `answer` is what the document says of it."""
    operation = document()["paths"][f"/api/v1/registry{path}"][method]
    content = operation["responses"][str(status)]["content"]
    [schema] = [one["schema"] for one in content.values()]
    jsonschema.Draft202012Validator({**schema, "components": document()["components"]}).validate(answer)


@pytest.fixture
def organisation(staff: Caller) -> str:
    """The id of an organisation of which only the least is known."""
    made = staff.post("/organisations", ORGANISATION, status=201)
    check("post", "/organisations", 201, made)
    return str(made["id"])


def test_organisations_and_their_history(registry: ServiceUnderTest, staff: Caller, organisation: str) -> None:
    check("get", "/organisations", 200, staff.get("/organisations"))
    check("get", "/organisations/{id}", 200, staff.get(f"/organisations/{organisation}"))
    check("get", "/organisations/{id}/history", 200, staff.get(f"/organisations/{organisation}/history"))
    before = registry.clock.now().isoformat()
    staff.delete(f"/organisations/{organisation}")
    changed = staff.get("/organisations", query_string={"modified_after": before})
    assert [set(one) for one in changed["items"]] == [{"id", "deleted_at"}]
    check("get", "/organisations", 200, changed)


def test_cities(staff: Caller) -> None:
    check("get", "/cities", 200, staff.get("/cities"))
    check("patch", "/cities/{id}", 200, staff.patch("/cities/catania", {"languages": ["it"]}))
    check("patch", "/cities/{id}", 422, staff.patch("/cities/catania", {"lat": 1.0}, status=422))


def test_people(staff: Caller, organisation: str) -> None:
    role = {"organisation": organisation, "role": "trainer"}
    person = {"given_name": "Ada", "family_name": "Neri", "roles": [role]}
    check("post", "/people", 201, staff.post("/people", person, status=201))
    check("get", "/people", 200, staff.get("/people"))


def test_partnerships(staff: Caller, organisation: str) -> None:
    formed = staff.post("/partnerships", {"name": "LDP", "lead_organisation": organisation}, status=201)
    check("post", "/partnerships", 201, formed)
    check("post", "/partnerships/{id}/end", 200, staff.post(f"/partnerships/{formed['id']}/end"))


def test_imports(staff: Caller) -> None:
    body = partners("1,Haus,,,", ",,,,,", "2,Hof,,xx1,", *(",,,," + "x" for _row in range(60)))
    made = staff.post("/imports", body, status=201)
    check("post", "/imports", 201, made)
    confirmed = staff.post(f"/imports/{made['id']}/confirm")
    check("post", "/imports/{id}/confirm", 200, confirmed)
    newer = staff.post("/imports", partners("1,Haus am See,,,"), status=201)
    assert newer["preview"]["change"] != []
    check("post", "/imports", 201, newer)
    check("get", "/imports", 200, staff.get("/imports"))
    check("post", "/imports/{id}/undo", 200, staff.post(f"/imports/{made['id']}/undo"))
