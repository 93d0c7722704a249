"""The whole gateway on a real store, in front of a real server; browsers of people with a role."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import uuid_utils
from flask import Response
from pymongo import MongoClient

from gateway.identity.second_factor import rule
from gateway.routing import SERVICES
from gateway.service import service
from gateway.settings import GatewaySettings
from services.chassis.config import Settings
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import GatewayUnderTest, Upstream
from tests.service_under_test import empty

CITIES = {
    "items": [
        {"id": "catania", "name": "Catania", "timezone": "Europe/Rome"},
        {"id": "bologna", "name": "Bologna", "timezone": "Europe/Rome"},
    ],
    "next": None,
}


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A real server behind the gateway, for every service."""
    made = Upstream()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def prepared_store(mongo_url: str) -> Iterator[dict[str, Any]]:
    """A database of the gateway with its indexes, made once: making them takes longer than most tests."""
    where = {"mongo_url": mongo_url, "mongo_prefix": f"test_{uuid_utils.uuid7().hex[-12:]}"}
    database = service.database(Settings(service="gateway", **where))
    database.prepare()
    yield where
    database.drop()
    database.close()


@pytest.fixture
def make_gateway(
    prepared_store: dict[str, Any], mongo_client: MongoClient[dict[str, Any]], platform_keys: Path,
    upstream: Upstream, cheap_hashes: None,
) -> Iterator[Callable[..., GatewayUnderTest]]:  # fmt: skip
    """Makes gateways: `make_gateway(limit_client="3/minute", public_url="https://...", bounds=Bounds(...))`.

    Passwords do for everybody; with `needing_second_factor` it is as it is by default.
    """
    made: list[GatewayUnderTest] = []

    def make(*, needing_second_factor: bool = False, **options: Any) -> GatewayUnderTest:
        named = {name: options.pop(name) for name in list(options) if name in GatewaySettings.__dataclass_fields__}
        bounds = options.pop("bounds", None)
        settings = {
            **prepared_store,
            "passport_keys": platform_keys / "public.json", "signing_key": platform_keys / "gateway.json",
            "service_urls": MappingProxyType(dict.fromkeys(SERVICES, upstream.url)), "public_url": "http://localhost",
            **options,
        }  # fmt: skip
        made.append(GatewayUnderTest(Settings(service="gateway", **settings), GatewaySettings(**named), bounds))
        if not needing_second_factor and "mongo_url" not in options:
            rule.let_passwords_do(made[-1].database)
        return made[-1]

    yield make
    for one in made:
        one.close()
    empty(mongo_client[f"{prepared_store['mongo_prefix']}_gateway"])


@pytest.fixture
def gateway(make_gateway: Callable[..., GatewayUnderTest]) -> GatewayUnderTest:
    """The gateway as it is set up by default."""
    return make_gateway()


@pytest.fixture
def signed_in(gateway: GatewayUnderTest, upstream: Upstream) -> Callable[[str], Browser]:
    """`signed_in("coordinator")`: the browser of somebody with that role."""
    upstream.answers["/api/v1/registry/cities"] = lambda: Response(json.dumps(CITIES), mimetype="application/json")

    def make(role: str) -> Browser:
        gateway.account(f"{role}@example.org", role=role)
        browser = Browser(gateway)
        browser.sign_in(f"{role}@example.org")
        return browser

    return make


@pytest.fixture
def coordinator(signed_in: Callable[[str], Browser]) -> Browser:
    return signed_in("coordinator")
