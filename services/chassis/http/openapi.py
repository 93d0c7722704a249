"""The OpenAPI 3.1 document of a service, made of the same routes and schemas that check its requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from services.chassis.errors import PROBLEM_TYPES
from services.chassis.http import requests
from services.chassis.http.bounds import bounds_of
from services.chassis.http.links import links_of
from services.chassis.http.routes import INTERNAL_ONLY, PUBLIC, Route, Routes
from services.chassis.http.schema import instance

_PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_TOMBSTONE = {"$ref": "#/components/schemas/Tombstone"}
_VERSION = {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$'}
_DRY_RUN = {"type": "boolean", "description": "Only check: answers as always if something is wrong, else 204"}
_KEY = {"type": "string", "minLength": 1, "maxLength": requests.LONGEST_KEY}
_OFTEN = {"page": (401, 403, 404, 422), "read": (308, 401, 403, 404), "raw": (308, 401, 403, 404, 410),
          "create": (400, 401, 403, 404, 409, 410, 413, 415, 422), "act": (400, 401, 403, 404, 409, 410, 413, 415, 422),
          "change": (400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
          "remove": (400, 401, 403, 404, 409, 412, 428)}  # fmt: skip


def document(name: str, tables: Sequence[Routes]) -> dict[str, Any]:
    """The document of service `name`; addresses for other services only are left out."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title=f"Learning Cities: {name}", version="1", openapi_version="3.1.0", plugins=[plugin],
        info={"description": f"What the service {name} offers to city systems. Errors are RFC 9457 problems."},
    )  # fmt: skip
    if plugin.converter is not None:
        plugin.converter.add_attribute_function(bounds_of)
    spec.components.schema("Problem", _problem_schema())
    spec.components.schema("Tombstone", _tombstone_schema())
    _security(spec)
    for table in tables:
        named = [(_operation(name, one, route), route) for one in tables if one.at == table.at for route in one.table]
        spec.tag({"name": table.subject, "description": table.summary or table.subject})
        for route in table.table:
            if route.needs != INTERNAL_ONLY:
                _add(spec, name, table, route, links_of(route, named))
    written: dict[str, Any] = _without_empty_defaults(spec.to_dict())
    return written


def _without_empty_defaults(value: Any) -> Any:
    """A field that is left out is absent, not null, whatever it is loaded as."""
    if isinstance(value, dict):
        return {key: _without_empty_defaults(one) for key, one in value.items() if (key, one) != ("default", None)}
    return [_without_empty_defaults(one) for one in value] if isinstance(value, list) else value


def _name(schema: Any) -> str:
    """`transfers.plans.MeasureBody` for a schema of that wing; a change, which may leave fields out, is another."""
    kind = schema if isinstance(schema, type) else type(schema)
    room = kind.__module__.removeprefix("services.").removesuffix(".schemas")
    return f"{room}.{kind.__name__}{'Change' if getattr(schema, 'partial', False) else ''}"


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    errors = {"type": "array", "items": {"type": "object", "properties": {"path": text, "message": text}}}
    return {
        "type": "object",
        "required": ["type", "title", "status", "trace"],
        "properties": {"type": {"type": "string", "format": "uri-reference"}, "title": text, "detail": text,
                       "status": {"type": "integer"}, "errors": errors, "trace": text},
    }  # fmt: skip


def _tombstone_schema() -> dict[str, Any]:
    """What a list with `modified_after` shows of an object that is gone."""
    return {
        "type": "object",
        "required": ["id", "deleted_at"],
        "properties": {"id": {"type": "string"}, "deleted_at": {"type": "string", "format": "date-time"}},
        "additionalProperties": False,
    }


def _security(spec: APISpec) -> None:
    flow = {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}}
    spec.components.security_scheme("client", {"type": "oauth2", "flows": flow})
    session = {"type": "apiKey", "in": "cookie", "name": "session"}
    spec.components.security_scheme("session", session)


def _operation(name: str, table: Routes, route: Route) -> str:
    return f"{name}.{table.subject}.{route.view.__name__}".replace(" ", "-")


def _add(spec: APISpec, name: str, table: Routes, route: Route, links: dict[str, Any]) -> None:
    path = table.below(name) + _PARAMETER.sub(r"{\1}", route.path)
    operation: dict[str, Any] = {
        "operationId": _operation(name, table, route),
        "tags": [table.subject],
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": _responses(route, links),
        "security": [{}] if route.needs == PUBLIC else [{"client": [route.needs]}, {"session": []}],
    }
    if route.body is not None:
        schema: Schema | type[Schema] = route.body(partial=True) if route.kind == "change" else route.body
        needed = route.kind != "change" and any(field.required for field in instance(route.body).fields.values())
        operation["requestBody"] = {"required": needed, "content": {"application/json": {"schema": schema}}}
    spec.path(path=path, operations={route.method.lower(): operation})


def _parameters(route: Route) -> list[Any]:
    found: list[Any] = [
        {"in": "path", "name": one, "required": True, "schema": {"type": "string"}}
        for one in _PARAMETER.findall(route.path)
    ]
    if route.filters is not None:
        found.append({"in": "query", "schema": route.filters})
    if route.kind in ("change", "remove"):
        found.append({"in": "header", "name": "If-Match", "required": True, "schema": _VERSION})
    if route.method == "POST":
        found.append({"in": "header", "name": "Idempotency-Key", "schema": _KEY})
    if route.method != "GET":
        found.append({"in": "header", "name": "Dry-Run", "schema": _DRY_RUN})
    return found


def _responses(route: Route, links: dict[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": _PROBLEM}}
    often = {*_OFTEN[route.kind], *((422,) if route.filters else ()), 429, 503}
    answers = {str(status): {"description": _title(status), "content": problem} for status in sorted(often)}
    good: dict[str, Any] = {"description": "Done"} | ({"links": links} if links else {})
    if route.kind == "page" and route.shows:
        items = {"type": "array", "items": {"anyOf": [route.shows, _TOMBSTONE]}}
        page = {"type": "object", "required": ["items", "next"],
                "properties": {"items": items, "next": {"type": ["string", "null"]},
                               "did_you_mean": {"type": "string"}}}  # fmt: skip
        good["content"] = {"application/json": {"schema": page}}
    elif route.kind == "raw":
        good["content"] = {kind: {"schema": schema} if schema else {} for kind, schema in route.produces.items()}
    elif route.shows:
        good["content"] = {"application/json": {"schema": route.shows}}
    rehearsed = {} if route.method == "GET" else {"204": {"description": "A dry run has found nothing wrong"}}
    return {**rehearsed, str(route.status): good, **answers}


def _title(status: int) -> str:
    return next((kind.title for kind in PROBLEM_TYPES.values() if kind.status == status), "A problem")
