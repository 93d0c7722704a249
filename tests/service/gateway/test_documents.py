"""The merged documents: valid, whole, and there when a service is not; the page of each problem type."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Response
from openapi_spec_validator import validate

from gateway.service import service
from services.chassis.errors import PROBLEM_TYPES
from services.chassis.events import asyncapi
from services.chassis.http import openapi
from services.contracts import registry as registry_events
from services.registry.service import service as registry
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]


def _say(upstream: Upstream, kind: str, document: dict[str, Any]) -> None:
    upstream.answers[f"/{kind}"] = lambda: Response(json.dumps(document), mimetype="application/json")


@pytest.fixture
def described(upstream: Upstream) -> Upstream:
    """Services that describe themselves as the registry does."""
    _say(upstream, "openapi.json", openapi.document("registry", registry.routes))
    _say(upstream, "asyncapi.json", asyncapi.document("registry", registry_events))
    return upstream


def test_openapi_is_valid_and_holds_every_address(gateway: GatewayUnderTest, described: Upstream) -> None:
    document = gateway.client().get("/api/v1/openapi.json").get_json()
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert {"/api/v1/registry/cities", "/api/v1/gateway/accounts", "/oauth/token"} <= set(document["paths"])
    assert not any("/contacts/" in path for path in document["paths"])
    flows = document["components"]["securitySchemes"]["client"]["flows"]
    assert "registry:read" in flows["clientCredentials"]["scopes"]


def test_asyncapi_holds_every_event_and_no_reference_leads_nowhere(
    gateway: GatewayUnderTest, described: Upstream
) -> None:
    document = gateway.client().get("/api/v1/asyncapi.json").get_json()
    assert document["asyncapi"] == "3.0.0"
    told = {channel["address"]: set(channel["messages"]) for channel in document["channels"].values()}
    assert "registry-organisation-registered-v1" in told["eu.learning-cities.registry.events"]
    assert "gateway-account-password_reset_requested-v1" in told["eu.learning-cities.gateway.events"]
    assert [reference for reference in _references(document) if not _found(document, reference)] == []


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for child in value.values() for one in _references(child)]
    return [one for child in value for one in _references(child)] if isinstance(value, list) else []


def _found(document: Any, reference: str) -> bool:
    for step in reference.removeprefix("#/").split("/"):
        if step not in document:
            return False
        document = document[step]
    return True


def test_a_stopped_service_is_described_by_what_it_last_said(
    gateway: GatewayUnderTest, described: Upstream, make_gateway: Make
) -> None:
    whole = gateway.client().get("/api/v1/openapi.json").get_json()
    described.stop()
    assert make_gateway().client().get("/api/v1/openapi.json").get_json() == whole


def test_half_of_the_platform_is_not_given_out_as_the_whole(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    upstream.stop()
    assert gateway.client().get("/api/v1/openapi.json").status_code == 503


def test_every_address_of_the_gateway_is_described(gateway: GatewayUnderTest, described: Upstream) -> None:
    described_paths = set(openapi.document("gateway", service.routes)["paths"])
    served = {rule.rule.replace("<", "{").replace(">", "}") for rule in gateway.app.url_map.iter_rules()}
    internal = {f"/api/v1/gateway{path}" for path in ("/contacts/password-resets/{id}", "/contacts/accounts/{id}")}
    operators = {"status", "feed", "audit", "dead-letters"}
    ours = {path for path in served if path.startswith("/api/v1/gateway/") and path.split("/")[4] not in operators}
    assert ours - internal == described_paths


@pytest.mark.parametrize("slug", PROBLEM_TYPES)
def test_each_problem_type_has_a_page_that_says_what_to_do(slug: str, gateway: GatewayUnderTest) -> None:
    page = gateway.client().get(f"/problems/{slug}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert PROBLEM_TYPES[slug].advice.split("'")[0] in page.get_data(as_text=True)
    assert "Accept-Language" in page.headers["Vary"]


def test_a_problem_pages_language_is_the_readers(gateway: GatewayUnderTest) -> None:
    page = gateway.client().get("/problems/stale", headers={"Accept": "text/html", "Accept-Language": "hu"})
    assert '<html lang="hu"' in page.get_data(as_text=True)
    assert gateway.client().get("/problems/nothing", headers={"Accept": "text/html"}).status_code == 404


def test_the_gateway_says_whether_it_is_alive_and_ready(gateway: GatewayUnderTest, make_gateway: Make) -> None:
    assert gateway.client().get("/healthz").get_json()["status"] == "alive"
    assert gateway.client().get("/readyz").status_code == 200
    without_store = make_gateway(mongo_url="mongodb://127.0.0.1:1/?directConnection=true")
    answer = without_store.client().get("/readyz")
    assert (answer.status_code, list(answer.get_json()["dependencies"])[0]) == (503, "mongodb")
