"""Passports cannot be made up, borrowed, kept too long or renamed (ASVS 9.1.2, 9.1.3, 9.2.1 to 9.2.3)."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, OKPKey

from services.chassis.actor import ALL, Actor
from services.chassis.errors import Unauthenticated
from services.chassis.http.passport import Verifier, sign_passport

PERSON = Actor(
    id="p1",
    kind="person",
    roles=frozenset({"lead_staff"}),
    cities=frozenset({"catania"}),
    scopes=frozenset({"registry:read", "registry:write"}),
    language="it",
    organisation="o1",
    name="Ada",
)


@pytest.fixture(scope="module")
def keys() -> dict[str, OKPKey]:
    return {name: _key(name) for name in ("gateway", "workshops")}


@pytest.fixture
def key_file(tmp_path: Path, keys: dict[str, OKPKey]) -> Path:
    return _publish(tmp_path / "public.json", *keys.values())


@pytest.fixture
def verifier(key_file: Path) -> Verifier:
    return Verifier(key_file)


def _key(name: str) -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": name})


def _publish(path: Path, *keys: OKPKey) -> Path:
    path.write_text(json.dumps(KeySet(list(keys)).as_dict(private=False)))
    return path


def _forge(key: Any, claims: dict[str, Any], **header: Any) -> str:
    now = int(time.time())
    claims = PERSON.to_claims() | {"iss": "gateway", "aud": ["registry"], "nbf": now, "exp": now + 60} | claims
    header = {"alg": "Ed25519", "kid": "gateway", "typ": "passport+jwt"} | header
    return jwt.encode(header, claims, key, algorithms=["Ed25519", "HS256"])


def test_an_actor_arrives_as_it_left(keys: dict[str, OKPKey], verifier: Verifier) -> None:
    token = sign_passport(keys["gateway"], PERSON, ["registry", "workshops"])
    assert verifier.verify(token, "registry") == PERSON
    assert verifier.verify(token, "workshops") == PERSON


def test_all_cities_and_anonymous_arrive_as_they_left(keys: dict[str, OKPKey], verifier: Verifier) -> None:
    for actor in (Actor(id="c", kind="person", cities=ALL), Actor.anonymous("hu")):
        assert verifier.verify(sign_passport(keys["gateway"], actor, ["registry"]), "registry") == actor


def test_a_remembered_passport_runs_out_all_the_same(keys: dict[str, OKPKey], key_file: Path) -> None:
    now = [time.time()]
    verifier = Verifier(key_file, now=lambda: now[0])
    token = sign_passport(keys["gateway"], PERSON, ["registry"], seconds=60)
    assert verifier.verify(token, "registry") == PERSON
    now[0] += 120
    with pytest.raises(Unauthenticated):
        verifier.verify(token, "registry")


def test_a_remembered_passport_is_still_for_its_audience_alone(keys: dict[str, OKPKey], verifier: Verifier) -> None:
    token = sign_passport(keys["gateway"], PERSON, ["registry"])
    verifier.verify(token, "registry")
    with pytest.raises(Unauthenticated):
        verifier.verify(token, "transfers")


FORGERIES: dict[str, Callable[[dict[str, OKPKey]], str]] = {
    "signed with a stranger's key": lambda keys: _forge(_key("gateway"), {}),
    "signed by a service in the gateway's name": lambda keys: _forge(keys["workshops"], {}),
    "a service that names a person": lambda keys: _forge(keys["workshops"], {"iss": "workshops"}, kid="workshops"),
    "a service that names another": lambda keys: _forge(
        keys["workshops"], {"iss": "workshops", "kind": "service", "sub": "registry"}, kid="workshops"
    ),
    "an issuer other than the key's": lambda keys: _forge(keys["gateway"], {"iss": "workshops"}),
    "an unknown key id": lambda keys: _forge(keys["gateway"], {}, kid="../../etc/passwd"),
    "expired": lambda keys: _forge(keys["gateway"], {"exp": int(time.time()) - 60}),
    "not yet valid": lambda keys: _forge(keys["gateway"], {"nbf": int(time.time()) + 60}),
    "without an end": lambda keys: _forge(keys["gateway"], {"exp": None}),
    "for nobody": lambda keys: _forge(keys["gateway"], {"aud": []}),
    "another kind of token": lambda keys: _forge(keys["gateway"], {}, typ="at+jwt"),
    "an unknown kind of actor": lambda keys: _forge(keys["gateway"], {"kind": "root"}),
    "roles that are a text": lambda keys: _forge(keys["gateway"], {"roles": "operator"}),
    "its own key in the header": lambda keys: _with_own_key(),
    "the public key as a shared secret": lambda keys: _forge(
        OctKey.import_key(keys["gateway"].as_dict(private=False)["x"]), {}, alg="HS256"
    ),
    "no signature at all": lambda keys: _unsigned(),
    "not a token": lambda keys: "passport",
    "nothing": lambda keys: "",
}


def _with_own_key() -> str:
    mine = _key("mine")
    return _forge(mine, {}, jwk=mine.as_dict(private=False), kid="mine")


def _unsigned() -> str:
    token = _forge(_key("gateway"), {})
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"gateway","typ":"passport+jwt"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_passport_is_refused(
    forgery: Callable[[dict[str, OKPKey]], str], keys: dict[str, OKPKey], verifier: Verifier
) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(forgery(keys), "registry")


def test_a_service_names_itself_and_brings_no_scopes(keys: dict[str, OKPKey], verifier: Verifier) -> None:
    token = sign_passport(keys["workshops"], Actor.service("workshops"), ["registry"])
    named = verifier.verify(token, "registry")
    assert (named.id, named.kind, named.scopes, named.cities) == ("workshops", "service", frozenset(), ALL)
    assert not named.may("operator:read")


def test_a_key_that_is_added_or_changed_is_found(keys: dict[str, OKPKey], key_file: Path, verifier: Verifier) -> None:
    verifier.verify(sign_passport(keys["gateway"], PERSON, ["registry"]), "registry")
    late, renewed = _key("support"), _key("gateway")
    _publish(key_file, renewed, late)
    assert verifier.verify(sign_passport(late, Actor.service("support"), ["registry"]), "registry").id == "support"
    assert verifier.verify(sign_passport(renewed, PERSON, ["registry"]), "registry") == PERSON


def test_without_a_key_set_nobody_is_believed(keys: dict[str, OKPKey], tmp_path: Path) -> None:
    with pytest.raises(Unauthenticated):
        Verifier(tmp_path / "missing.json").verify(sign_passport(keys["gateway"], PERSON, ["registry"]), "registry")
