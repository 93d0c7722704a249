"""Documents of several services become one, in which nothing of one hides something of another."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from gateway.documents import own
from gateway.documents.merge import merged
from gateway.routing import SERVICES
from services.chassis.events import asyncapi
from services.chassis.http import openapi

STANDARDS = Path(__file__).resolve().parents[4] / "shared" / "standards"
ALL = (*SERVICES, "gateway")


def _manifest(name: str) -> Any:
    room = "gateway" if name == "gateway" else f"services.{name}"
    return importlib.import_module(f"{room}.service").service


def _plain(document: dict[str, Any]) -> Any:
    return json.loads(json.dumps(document))


def test_openapi_of_the_whole_platform_is_valid_and_loses_no_address() -> None:
    each = {name: _plain(openapi.document(name, _manifest(name).routes)) for name in ALL}
    whole = merged(each, own.openapi_frame("http://localhost"))
    validate(whole)
    assert len(whole["paths"]) == sum(len(document["paths"]) for document in each.values())
    assert list(whole["paths"]) == [path for name in sorted(each) for path in each[name]["paths"]]


def test_asyncapi_of_the_whole_platform_is_valid_and_loses_no_event() -> None:
    each = {name: _plain(asyncapi.document(name, _manifest(name).publishes)) for name in ALL}
    whole = merged(each, own.asyncapi_frame("http://localhost"))
    assert len(whole["channels"]) == sum(len(document["channels"]) for document in each.values())
    assert len(whole["operations"]) == sum(len(document["operations"]) for document in each.values()) > 40
    path = STANDARDS / "asyncapi-3.0" / "schema.json"
    if not path.exists():
        pytest.skip("../shared/standards is not here")
    jsonschema.validate(whole, json.loads(path.read_text()))


def test_components_of_one_name_and_other_content_are_kept_apart_and_references_follow() -> None:
    def document(content: str) -> dict[str, Any]:
        shape, reference = {"type": content}, {"$ref": "#/components/schemas/Shape"}
        return {"paths": {f"/{content}": {"get": reference}}, "components": {"schemas": {"Shape": shape}}}

    whole = merged({"a": document("string"), "b": document("integer"), "c": document("string")}, {})
    assert whole["components"]["schemas"] == {"Shape": {"type": "string"}, "b.Shape": {"type": "integer"}}
    followed = {path: item["get"]["$ref"] for path, item in whole["paths"].items()}
    assert followed == {"/string": "#/components/schemas/Shape", "/integer": "#/components/schemas/b.Shape"}
