"""Every address has one place that answers it."""

from __future__ import annotations

import pytest

from gateway.routing import service_for

PLACES = {
    "/api/v1/registry/cities": "registry",
    "/api/v1/registry": "registry",
    "/api/v1/notifications/webhooks/1/deliveries": "notifications",
    "/api/v1/gateway/accounts": "gateway",
    "/api/v1/openapi.json": "gateway",
    "/api/v1/asyncapi.json": "gateway",
    "/api/v1/nothing": "gateway",
    "/hsds/v3/services/1": "registry",
    "/hsds/v3/": "registry",
    "/hsds": "website",
    "/it/hsds/v3": "website",
    "/api/v1/": "gateway",
    "/api/v1": "gateway",
    "/api/v2/registry/cities": "gateway",
    "/api": "gateway",
    "/oauth/token": "gateway",
    "/.well-known/jwks.json": "gateway",
    "/problems/not-found": "gateway",
    "/healthz": "gateway",
    "/it/account/sign-in": "gateway",
    "/account/sign-in": "gateway",
    "/": "website",
    "/it/": "website",
    "/xx/account": "website",
    "/it/accounts": "website",
    "/it/staff/account": "website",
    "/static/app.css": "gateway",
    "//api/v1/registry": "website",
    "/apis/v1/registry": "website",
    "": "website",
}


@pytest.mark.parametrize("path", PLACES)
def test_an_address_has_its_place(path: str) -> None:
    assert service_for(path) == PLACES[path]
