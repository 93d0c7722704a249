"""Everybody who may stand before a service: with a false passport or none, another service, each role, API clients."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

from gateway.identity.roles import ROLES, cities_of, scopes_of
from services.chassis.actor import ALL, Actor
from services.chassis.http.passport import sign_passport

OURS, THEIRS = "catania", "bologna"
"""The city whose objects are there, and the one whose people are kept out."""


def people() -> Iterator[tuple[str, Actor]]:
    """A person of each role in each of the two cities."""
    for role in ROLES:
        for city in (OURS,) if ROLES[role].everywhere else (OURS, THEIRS):
            yield f"{role} of {city}", person_of(role, city)


def person_of(role: str, city: str) -> Actor:
    """Somebody with what the gateway gives to `role`."""
    return Actor(
        id=f"{role}-{city}", kind="person", roles=frozenset({role}), cities=cities_of([role], [city]),
        scopes=scopes_of([role]), organisation=f"organisation-of-{city}",
    )  # fmt: skip


def clients(service: str) -> Iterator[tuple[str, Actor]]:
    """API clients of both cities that may read or write at `service`, and one that may do both everywhere else."""
    elsewhere = "support" if service == "registry" else "registry"
    for city in (OURS, THEIRS):
        for held in (f"{service}:read", f"{service}:write", f"{elsewhere}:*"):
            yield (
                f"client of {city} with {held}",
                Actor(id=f"client-{city}-{held}", kind="client", cities=frozenset({city}), scopes=frozenset({held})),
            )


def another_service(keys: Path, asked: str) -> str:
    """Another service's passport, signed by itself."""
    name = "notifications" if asked != "notifications" else "registry"
    actor = Actor(id=name, kind="service", cities=ALL, name=name)
    return sign_passport(key_of(keys, name), actor, [asked])


def false_passports(keys: Path, asked: str) -> Iterator[tuple[str, str]]:
    """Passports of somebody who could do everything, if only they were genuine."""
    gateway, now = key_of(keys, "gateway"), int(time.time())
    powerful = Actor(id="eve", kind="person", cities=ALL, scopes=frozenset({"*"}))
    claims = powerful.to_claims() | {"iss": "gateway", "aud": [asked], "nbf": now, "exp": now + 60}
    header = {"alg": "Ed25519", "kid": "gateway", "typ": "passport+jwt"}
    yield "expired", _signed(header, claims | {"nbf": now - 900, "exp": now - 600}, gateway)
    yield "for another service", _signed(header, claims | {"aud": ["somewhere-else"]}, gateway)
    yield "an access token", _signed(header | {"typ": "at+jwt"}, claims, gateway)
    yield "signed by a stranger", _signed(header, claims, OKPKey.generate_key("Ed25519", {"kid": "gateway"}))
    other = "workshops" if asked != "workshops" else "support"
    named = {"iss": other}
    yield "of a service that names a person", _signed(header | {"kid": other}, claims | named, key_of(keys, other))
    yield "signed with the public key", _with_the_public_key(header | {"alg": "HS256"}, claims, gateway)
    yield "unsigned", ".".join([_part(header | {"alg": "none"}), _part(claims), ""])
    yield "no passport at all", "eve"


def forged_headers() -> Iterator[dict[str, str]]:
    """What somebody who has got past the gateway may send in the hope that it is taken for the gateway's word."""
    names = (
        "X-User", "X-Forwarded-User", "X-Remote-User", "Remote-User", "X-User-Id", "X-Actor", "X-Auth-Request-User",
    )  # fmt: skip
    yield dict.fromkeys(names, "coordinator") | {"X-Roles": "coordinator", "X-Scopes": "*", "X-City": OURS}
    yield {"Authorization": "Bearer eve", "Cookie": "session=eve; __Host-session=eve"}
    yield {"X-Original-Method": "GET", "X-HTTP-Method-Override": "GET", "X-Original-URL": "/healthz"}
    yield {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1;by=gateway"}


@cache
def key_of(keys: Path, name: str) -> OKPKey:
    """The private key of a service."""
    return OKPKey.import_key(json.loads((keys / f"{name}.json").read_bytes()))


@cache
def passport_of(keys: Path, actor: Actor, asked: str) -> str:
    """A genuine passport of the gateway for `actor`, good for as long as any test may take."""
    return sign_passport(key_of(keys, "gateway"), actor, [asked], 24 * 3600)


def _signed(header: dict[str, Any], claims: dict[str, Any], key: OKPKey) -> str:
    return jwt.encode(header, claims, key, algorithms=["Ed25519"])


def _with_the_public_key(header: dict[str, Any], claims: dict[str, Any], key: OKPKey) -> str:
    """What a checker would take that lets a token choose the algorithm (CVE-2015-9235)."""
    signed = f"{_part(header)}.{_part(claims)}"
    digest = hmac.digest(key.as_bytes(encoding="PEM", private=False), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


def _part(value: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
