"""Signing in and out, sessions, and what ends them (ASVS 6.3, 7.2 to 7.5)."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable

import pytest
from flask import Response

from gateway.fresh import SECONDS
from gateway.identity import passwords
from gateway.identity.accounts import DISABLED, change_account
from tests.service.gateway.browser import Browser
from tests.service.gateway.conftest import CITIES
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]


@pytest.fixture
def browser(gateway: GatewayUnderTest) -> Browser:
    gateway.account()
    return Browser(gateway)


def test_a_person_signs_in_and_is_known_to_the_services(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in(email="  ADA@Example.org ")
    assert browser.answer.headers["Location"] == "/en/staff/"
    seen = browser.client.get("/api/v1/registry/x").get_json()["headers"]
    actor = gateway.verifier.verify(seen["Passport"], "registry")
    assert (actor.kind, actor.name, actor.roles, actor.cities) == ("person", "Grace", {"lead_staff"}, {"catania"})
    assert actor.may("registry:write") and not actor.may("gateway:read")
    assert "Cookie" not in seen


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/it/staff/plans?x=1", "/it/staff/plans?x=1"),
        ("https://evil.example/", "/en/staff/"),
        ("//evil.example/", "/en/staff/"),
        ("/\\evil.example/", "/en/staff/"),
        ("/a\r\nSet-Cookie: x=1", "/en/staff/"),
    ],
)
def test_signing_in_leads_on_within_the_platform_only(wanted: str, leads_to: str, browser: Browser) -> None:
    data = {"email": "ada@example.org", "password": PASSWORD}
    answer = browser.client.post(
        "/en/account/sign-in", query_string={"next": wanted}, data=data, headers=browser.headers
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    browser.sign_in()
    assert browser.answer.headers["Set-Cookie"].split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Lax"]
    assert len(browser.session or "") == 43  # 256 bits


def test_over_https_the_cookie_belongs_to_this_host_alone(make_gateway: Make) -> None:
    gateway = make_gateway(public_url="https://localhost")
    gateway.account()
    answer = gateway.client().post(
        "/en/account/sign-in", base_url="https://localhost", headers={"Sec-Fetch-Site": "same-origin"},
        data={"email": "ada@example.org", "password": PASSWORD},
    )  # fmt: skip
    name, *rest = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-session=")
    assert rest == ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"]


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(browser: Browser) -> None:
    wrong = browser.sign_in(password="not the right password", status=422)
    unknown = browser.sign_in(email="bob@example.org", status=422)
    assert "The address or the password is not right." in wrong
    assert _without_what_was_typed(wrong) == _without_what_was_typed(unknown)
    assert browser.session is None


def _without_what_was_typed(page: str) -> list[str]:
    return [
        line for line in page.splitlines() if not any(sign in line for sign in ('name="key"', "@example.org", "nonce"))
    ]


def test_an_unknown_person_takes_as_long_as_a_wrong_password(dear_hashes: None) -> None:
    kept = passwords.hash_of(PASSWORD)

    def seconds(kept: str | None) -> float:
        began = time.process_time()
        assert not passwords.matches(kept, "not the right password")
        return time.process_time() - began

    passwords.matches(None, "warm up")
    known, unknown = zip(*((seconds(kept), seconds(None)) for _round in range(9)), strict=True)
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def test_tries_are_throttled_for_one_account_from_one_place_and_nobody_else_is_kept_out(make_gateway: Make) -> None:
    gateway = make_gateway(limit_sign_in="3/15minutes", trusted_proxies=1)
    gateway.account()
    attacker, owner = Browser(gateway), Browser(gateway)
    attacker.headers["X-Forwarded-For"], owner.headers["X-Forwarded-For"] = "203.0.113.9", "203.0.113.10"
    for _try in range(3):
        attacker.sign_in(password="not the right password", status=422)
    attacker.sign_in(status=429)
    assert int(attacker.answer.headers["Retry-After"]) > 0
    attacker.sign_in(email="bob@example.org", status=422)
    for _forgiven in range(2):
        for _slip in range(2):
            owner.sign_in(password="not the right password", status=422)
        owner.sign_in()
    gateway.clock.move(minutes=16)
    attacker.sign_in()
    for _try in range(3):
        attacker.send("/en/account/password", 422, present="not the right password", password="seven herons at noon")
    attacker.send("/en/account/password", 429, present=PASSWORD, password="seven herons at noon")


def test_tries_for_many_accounts_from_one_place_are_throttled(make_gateway: Make) -> None:
    browser = Browser(make_gateway(limit_sign_in_address="3/15minutes"))
    for number in range(3):
        browser.sign_in(email=f"{number}@example.org", status=422)
    browser.sign_in(email="4@example.org", status=429)


def test_a_planted_session_is_not_the_one_after_signing_in(gateway: GatewayUnderTest, browser: Browser) -> None:
    victim = Browser(gateway)
    browser.sign_in()
    planted = browser.session
    victim.client.set_cookie("session", planted or "")
    victim.sign_in()
    assert victim.session not in (None, planted)
    assert victim.is_signed_in()
    assert not browser.is_signed_in()


def test_a_session_that_was_made_up_is_nobody(gateway: GatewayUnderTest, browser: Browser) -> None:
    for made_up in ("x" * 43, "", "é", "../../etc"):
        browser.client.set_cookie("session", made_up)
        assert not browser.is_signed_in()
        assert browser.client.get("/en/").status_code == 200


def test_sessions_are_kept_as_hashes(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    assert browser.session not in str(list(gateway.database.rows("sessions").find()))


def test_a_session_ends_when_it_is_idle_or_old(make_gateway: Make) -> None:
    gateway = make_gateway()
    gateway.account()
    idle, used = Browser(gateway), Browser(gateway)
    idle.sign_in(), used.sign_in()
    for _hour in range(11):
        gateway.clock.move(hours=1)
        assert used.is_signed_in()
    assert not idle.is_signed_in()
    gateway.clock.move(minutes=61)
    assert not used.is_signed_in()


def test_signing_out_ends_the_session_on_the_server(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    stolen = Browser(gateway)
    stolen.client.set_cookie("session", browser.session or "")
    assert stolen.is_signed_in()
    browser.send("/en/account/sign-out")
    assert browser.session is None
    assert not stolen.is_signed_in()


def test_opening_the_page_alone_signs_nobody_out(browser: Browser) -> None:
    browser.sign_in()
    browser.open("/en/account/sign-out")
    assert browser.is_signed_in()


def test_who_is_switched_off_is_out_at_once_and_cannot_come_back(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    account = gateway.records.read().first("accounts", {})
    assert account is not None
    gateway.records.write(lambda uow: change_account(uow, uow.get("accounts", account["_id"]), {"status": DISABLED}))
    assert not browser.is_signed_in()
    browser.sign_in(status=422)
    assert SECONDS < 1


def test_other_roles_end_the_sessions(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    account = gateway.records.read().first("accounts", {})
    assert account is not None
    gateway.records.write(lambda uow: change_account(uow, uow.get("accounts", account["_id"]), {"cities": ["bologna"]}))
    assert not browser.is_signed_in()


def test_a_person_sees_and_ends_their_other_sessions(
    gateway: GatewayUnderTest, upstream: Upstream, browser: Browser
) -> None:
    upstream.answers["/api/v1/registry/cities"] = lambda: Response(json.dumps(CITIES), mimetype="application/json")
    phone = Browser(gateway, "Mozilla/5.0 (Linux; Android 14) Chrome/130 Safari/537")
    browser.sign_in(), phone.sign_in()
    page = browser.open("/en/account/sessions")
    assert "Firefox, Linux" in page and "Chrome, Android" in page and "This browser" in page
    assert len(re.findall(r"\d\d:\d\d CES?T", page)) == 4 and "UTC" not in page
    [other] = [one for one in gateway.records.read().find("sessions", {}) if one["browser"] == "Chrome, Android"]
    browser.send("/en/account/sessions/end", session=other["_id"])
    assert browser.is_signed_in() and not phone.is_signed_in()


def test_a_person_chooses_the_language_of_their_messages(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    browser.send("/en/account/language", language="hu")
    assert gateway.records.read().find("accounts", {})[0]["language"] == "hu"
    assert browser.is_signed_in()
    browser.send("/en/account/language", 422, language="xx")


def test_nobody_ends_the_session_of_another(gateway: GatewayUnderTest, browser: Browser) -> None:
    gateway.account("eve@example.org")
    eve = Browser(gateway)
    browser.sign_in(), eve.sign_in("eve@example.org")
    [of_ada] = _sessions_of(gateway, browser)
    eve.send("/en/account/sessions/end", session=of_ada)
    assert browser.is_signed_in()


def _sessions_of(gateway: GatewayUnderTest, browser: Browser) -> list[str]:
    me = browser.client.get("/api/v1/gateway/me").get_json()["id"]
    return [one["_id"] for one in gateway.records.read().find("sessions", {"account": me})]


def test_a_password_made_with_weaker_settings_is_hashed_anew_at_sign_in(
    gateway: GatewayUnderTest, browser: Browser, dear_hashes: None
) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    gateway.database.rows("accounts").update_one({}, {"$set": {"password": weak}})
    browser.sign_in()
    kept = gateway.database.rows("accounts").find_one({})
    assert kept is not None
    assert kept["password"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    browser.sign_in()


def test_when_the_store_is_down_nobody_is_let_in_as_anybody(make_gateway: Make) -> None:
    gateway = make_gateway(mongo_url="mongodb://127.0.0.1:1/?directConnection=true")
    answer = gateway.client(use_cookies=False).get("/api/v1/registry/x", headers={"Cookie": "session=x"})
    assert (answer.status_code, answer.get_json()["type"]) == (503, "/problems/unavailable")


def test_the_audit_trail_says_who_signed_in_and_who_tried(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in(password="not the right password", status=422)
    browser.sign_in()
    trail = [(row["action"], row["actor_kind"]) for row in gateway.database.rows("audit").find({}, sort=[("_id", 1)])]
    assert trail[-2:] == [("refused-sign-in", "service"), ("signed-in", "person")]
