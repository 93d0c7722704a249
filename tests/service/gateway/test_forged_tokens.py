"""Access tokens cannot be made up or borrowed (ASVS 9.1.2, 9.1.3, 9.2.1 to 9.2.3)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from gateway.oauth.keys import TokenKeys
from tests.service.gateway.city_system import System, answer_to
from tests.service.gateway.under_test import GatewayUnderTest


@pytest.fixture
def system(gateway: GatewayUnderTest) -> System:
    return System(gateway, "registry:read", "registry:write", "operator:read")


def _claims(system: System, **changes: Any) -> dict[str, Any]:
    token = system.token().split(".")[1]
    return {**json.loads(base64.urlsafe_b64decode(token + "==")), **changes}


FORGERIES: dict[str, Callable[[GatewayUnderTest, System], str]] = {
    "no signature at all": lambda gateway, system: _unsigned(system),
    "the public key as a shared secret": lambda gateway, system: _confused(gateway, system),
    "a key of its own in the header": lambda gateway, system: _own_key(system),
    "a passport": lambda gateway, system: _passport(gateway),
    "another audience": lambda gateway, system: _signed(gateway, _claims(system, aud="http://elsewhere")),
    "another issuer": lambda gateway, system: _signed(gateway, _claims(system, iss="http://elsewhere")),
    "no end": lambda gateway, system: _signed(gateway, _claims(system, exp=None)),
    "another type": lambda gateway, system: _signed(gateway, _claims(system), typ="JWT"),
    "a client that never was": lambda gateway, system: _signed(gateway, _claims(system, client_id="x")),
    "scopes it never had": lambda gateway, system: _own_key(system, scope="operator:write"),
}  # fmt: skip


def _unsigned(system: System) -> str:
    parts = [{"alg": "none", "typ": "at+jwt"}, _claims(system)]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def _confused(gateway: GatewayUnderTest, system: System) -> str:
    public = gateway.client().get("/.well-known/jwks.json").get_json()["keys"][0]
    header = {"alg": "HS256", "kid": public["kid"], "typ": "at+jwt"}
    return jwt.encode(header, _claims(system), OctKey.import_key(public["x"]), algorithms=["HS256"])


def _own_key(system: System, **changes: Any) -> str:
    key = OKPKey.generate_key("Ed25519", {"kid": "mine"})
    header = {
        "alg": "Ed25519",
        "kid": "mine",
        "typ": "at+jwt",
        "jwk": key.as_dict(private=False),
        "jku": "http://evil.example",
    }
    return jwt.encode(header, _claims(system, **changes), key, algorithms=["Ed25519"])


def _signed(gateway: GatewayUnderTest, claims: dict[str, Any], typ: str = "at+jwt") -> str:
    """Signed with the real key: what only a fault in the program could make."""
    key = TokenKeys(gateway.records, gateway.own.token_key_signs).signing()
    return jwt.encode({"alg": "Ed25519", "kid": key.kid, "typ": typ}, claims, key, algorithms=["Ed25519"])


def _passport(gateway: GatewayUnderTest) -> str:
    return str(gateway.client().get("/api/v1/registry/x").get_json()["headers"]["Passport"])


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_token_is_refused(
    forge: Callable[[GatewayUnderTest, System], str], gateway: GatewayUnderTest, system: System
) -> None:
    assert answer_to(gateway, forge(gateway, system)).status_code == 401
