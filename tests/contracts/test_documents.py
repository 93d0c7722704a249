"""The documents that services publish about themselves are valid and say what the services do."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from deploy.platform import SERVICES
from services.chassis.events import asyncapi
from services.chassis.http import openapi
from services.chassis.http.routes import INTERNAL_ONLY
from services.chassis.service import Service

NAMES = [name for name in SERVICES if name != "website"]
STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards"


def service_named(name: str) -> Service:
    found: Service = importlib.import_module(f"services.{name}.service").service
    return found


def plain(document: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(document))


@pytest.mark.parametrize("name", NAMES)
def test_the_openapi_document_is_valid_and_has_every_route(name: str) -> None:
    service = service_named(name)
    document = plain(openapi.document(name, service.routes))
    validate(document)
    written = sum(len(operations) for operations in document["paths"].values())
    public = [route for table in service.routes for route in table.table if route.needs != INTERNAL_ONLY]
    assert written == len(public)


@pytest.mark.parametrize("name", NAMES)
def test_the_asyncapi_document_is_valid(name: str) -> None:
    path = STANDARDS / "asyncapi-3.0" / "schema.json"
    if not path.exists():
        pytest.skip("../shared/standards is not here")
    jsonschema.validate(plain(asyncapi.document(name, service_named(name).publishes)), json.loads(path.read_text()))
