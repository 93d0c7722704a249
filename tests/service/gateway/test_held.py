"""Who is told what is held of an account (GDPR, Article 15), and by which passport."""

from __future__ import annotations

from gateway.identity import accounts, leaving
from services.chassis.http.passport import HEADER, sign_passport
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import GatewayUnderTest


def test_what_is_held_of_accounts_is_told_to_staff_of_their_cities(gateway: GatewayUnderTest) -> None:
    """The passport that the website has of a person is good for what it asks; a removed account's for nothing."""
    ada = gateway.account()
    gateway.account("eve@example.org", city="budapest")
    browsers = {name: Browser(gateway) for name in ("ada", "eve")}
    for name, one in browsers.items():
        one.sign_in(f"{name}@example.org")
    address, asked = "/api/v1/gateway/held-about", {"addresses": ["Ada@example.org"]}
    site = {"Sec-Fetch-Site": "same-origin"}
    told = {name: one.client.post(address, json=asked, headers=site).get_json() for name, one in browsers.items()}
    assert told["eve"] == {"accounts": [], "sessions": []}
    assert [one["id"] for one in told["ada"]["accounts"]] == [ada]
    assert [{*one} for one in told["ada"]["sessions"]] == [{"browser", "created_at", "seen_at", "ends_at"}]
    person = accounts.actor_of(gateway.records.read().get("accounts", ada))
    passport = {HEADER: sign_passport(gateway.key_of("gateway"), person, ["gateway"])}
    assert gateway.client().post(address, json=asked, headers=passport).get_json() == told["ada"]
    forged = {HEADER: sign_passport(gateway.key_of("website"), person, ["gateway"])}
    for headers in (forged, {}):
        assert gateway.client().post(address, json=asked, headers=headers).status_code == 401
    clients = "/api/v1/gateway/clients"
    assert gateway.client().get(clients, headers=passport).status_code == 403, "known, but no coordinator"
    assert gateway.client().post(clients, json={}, headers=passport).status_code == 401
    assert gateway.client().get("/api/v1/gateway/processing", headers=passport).get_json()["activities"]
    for other in ("/api/v1/gateway/me", "/api/v1/gateway/sessions", "/api/v1/gateway/accounts"):
        assert gateway.client().get(other, headers=passport).status_code == 401
    gateway.records.write(lambda uow: leaving.erase_account(uow, uow.get("accounts", ada)))
    gateway.forget()
    assert browsers["ada"].client.post(address, json=asked, headers=site).status_code == 401
