"""Access tokens for city systems: RFC 6749 section 4.4, RFC 7009, 7662, 8414, 9068 (ASVS 9.1, 9.2, 10.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from gateway.identity.clients import change_client, renew_secret
from gateway.oauth.keys import TokenKeys, renew_when_due
from tests.service.gateway.city_system import GRANT, System, answer_to
from tests.service.gateway.under_test import GatewayUnderTest

Make = Callable[..., GatewayUnderTest]


@pytest.fixture
def system(gateway: GatewayUnderTest) -> System:
    return System(gateway, "registry:read", "registry:write", "operator:read")


def test_a_client_gets_a_token_for_ten_minutes(gateway: GatewayUnderTest, system: System) -> None:
    answer = system.ask(**GRANT)
    body = answer.get_json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert body["scope"] == "operator:read registry:read registry:write"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer_to(gateway, body["access_token"]).status_code == 200
    gateway.clock.move(minutes=11)
    assert answer_to(gateway, body["access_token"]).status_code == 401


def test_credentials_are_taken_from_the_form_too(gateway: GatewayUnderTest, system: System) -> None:
    form = {**GRANT, "client_id": system.id, "client_secret": system.secret}
    assert gateway.client().post("/oauth/token", data=form).status_code == 200


def test_a_token_is_an_at_jwt_that_anybody_can_verify_with_the_published_keys(
    gateway: GatewayUnderTest, system: System
) -> None:
    keys = KeySet.import_key_set(gateway.client().get("/.well-known/jwks.json").get_json())
    token = jwt.decode(system.token(), keys, algorithms=["Ed25519"])
    assert (token.header["typ"], token.header["alg"]) == ("at+jwt", "Ed25519")
    assert set(token.claims) == {"iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti"}
    assert (token.claims["iss"], token.claims["aud"]) == ("http://localhost", "http://localhost")
    assert (token.claims["sub"], token.claims["client_id"]) == (system.id, system.id)
    assert all("d" not in key for key in gateway.client().get("/.well-known/jwks.json").get_json()["keys"])


def test_a_token_can_be_asked_for_with_less(gateway: GatewayUnderTest, system: System) -> None:
    seen = answer_to(gateway, system.token(scope="registry:read")).get_json()["headers"]
    assert gateway.verifier.verify(seen["Passport"], "registry").scopes == {"registry:read"}


REFUSALS: dict[str, tuple[dict[str, str], int, str]] = {
    "another grant": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "no grant": ({}, 400, "invalid_request"),
    "a scope it does not hold": ({**GRANT, "scope": "registry:read support:write"}, 400, "invalid_scope"),
    "a scope nobody holds": ({**GRANT, "scope": "root"}, 400, "invalid_scope"),
    "two ways at once": ({**GRANT, "client_secret": "x"}, 400, "invalid_request"),
}


@pytest.mark.parametrize(("form", "status", "error"), REFUSALS.values(), ids=REFUSALS)
def test_a_wrong_request_is_refused_as_the_rfc_says(
    form: dict[str, str], status: int, error: str, system: System
) -> None:
    answer = system.ask(**form)
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)


def test_a_parameter_given_twice_is_refused(gateway: GatewayUnderTest, system: System) -> None:
    body = "grant_type=client_credentials&scope=registry:read&scope=registry:write"
    answer = gateway.client().post(
        "/oauth/token", data=body, auth=(system.id, system.secret), content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_request")


def test_json_and_get_are_refused(gateway: GatewayUnderTest, system: System) -> None:
    assert gateway.client().post("/oauth/token", json=GRANT, auth=(system.id, system.secret)).status_code == 400
    assert gateway.client().get("/oauth/token", headers={"Accept": "application/json"}).status_code == 405


@pytest.mark.parametrize("spoil", ["id", "secret", "both", "nothing"])
def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer(
    spoil: str, gateway: GatewayUnderTest, system: System
) -> None:
    id, secret = "x" if spoil in ("id", "both") else system.id, "x" if spoil in ("secret", "both") else system.secret
    auth = None if spoil == "nothing" else (id, secret)
    answer = gateway.client().post("/oauth/token", data=GRANT, auth=auth)
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_secrets_are_kept_as_hashes(gateway: GatewayUnderTest, system: System) -> None:
    token = system.token()
    everything = str([list(gateway.database.rows(name).find()) for name in gateway.database.declared])
    assert system.secret not in everything and token not in everything


def test_a_renewed_secret_works_beside_the_former_one_for_a_while(gateway: GatewayUnderTest, system: System) -> None:
    own = gateway.own
    _client, new = gateway.records.write(
        lambda uow: renew_secret(uow, uow.get("clients", system.id), own.secret_overlap)
    )
    assert system.ask(**GRANT).status_code == 200
    former, system.secret = system.secret, new
    assert system.ask(**GRANT).status_code == 200
    gateway.clock.move(days=8)
    assert system.ask(**GRANT).status_code == 200
    system.secret = former
    assert system.ask(**GRANT).status_code == 401


def test_a_client_that_is_switched_off_is_out_with_its_tokens(gateway: GatewayUnderTest, system: System) -> None:
    token = system.token()
    gateway.records.write(lambda uow: change_client(uow, uow.get("clients", system.id), {"status": "disabled"}))
    assert system.ask(**GRANT).status_code == 401
    answer = answer_to(gateway, token)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_a_scope_that_is_taken_away_is_gone_from_tokens_that_are_out(gateway: GatewayUnderTest, system: System) -> None:
    token = system.token()
    gateway.records.write(lambda uow: change_client(uow, uow.get("clients", system.id), {"scopes": ["registry:read"]}))
    seen = answer_to(gateway, token).get_json()["headers"]
    assert gateway.verifier.verify(seen["Passport"], "registry").scopes == {"registry:read"}


def test_a_token_can_be_looked_into_and_ended_by_its_client_alone(gateway: GatewayUnderTest, system: System) -> None:
    token, stranger = system.token(), System(gateway, "registry:read")
    assert stranger.ask("introspect", token=token).get_json() == {"active": False}
    assert stranger.ask("revoke", token=token).status_code == 200
    told = system.ask("introspect", token=token).get_json()
    assert (told["active"], told["client_id"]) == (True, system.id)
    assert system.ask("revoke", token=token).status_code == 200
    assert system.ask("introspect", token=token).get_json() == {"active": False}
    assert answer_to(gateway, token).status_code == 401


def test_a_wrong_token_is_never_taken_for_none(gateway: GatewayUnderTest, system: System) -> None:
    for header in ("Bearer", "Bearer ", "Bearer x", "bearer x.y.z", f"Bearer {system.token()}x"):
        answer = gateway.client().get("/en/", headers={"Authorization": header})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_the_key_is_renewed_with_overlap(gateway: GatewayUnderTest, system: System) -> None:
    def keys() -> list[str]:
        fresh = TokenKeys(gateway.records, gateway.own.token_key_signs)
        return [str(key["kid"]) for key in fresh.public()["keys"]]

    def signing() -> str | None:
        return TokenKeys(gateway.records, gateway.own.token_key_signs).signing().kid

    def renew() -> None:
        gateway.records.write(lambda uow: renew_when_due(uow, gateway.own.token_key_signs))

    first = signing()
    renew()
    assert keys() == [first]
    gateway.clock.move(days=91)
    renew()
    assert (len(keys()), signing()) == (2, first)
    gateway.clock.move(hours=2)
    second = signing()
    assert second != first and set(keys()) == {first, second}
    gateway.clock.move(days=2)
    renew()
    assert keys() == [second]


def test_the_metadata_says_what_there_is(gateway: GatewayUnderTest) -> None:
    told = gateway.client().get("/.well-known/oauth-authorization-server").get_json()
    assert told["issuer"] == "http://localhost"
    assert told["token_endpoint"] == "http://localhost/oauth/token"
    assert told["grant_types_supported"] == ["client_credentials"]
    assert "registry:read" in told["scopes_supported"]
    for name in ("token", "introspection", "revocation"):
        path = told[f"{name}_endpoint"].removeprefix("http://localhost")
        assert gateway.client().post(path).status_code in (400, 401)
