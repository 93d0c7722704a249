"""Choosing a password: by a mailed link, by the present one; which are good enough (ASVS 6.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.actor import Actor
from services.chassis.http.passport import HEADER, sign_passport
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest

NEW = "seven herons under glass"
Make = Callable[..., GatewayUnderTest]


@pytest.fixture
def browser(gateway: GatewayUnderTest) -> Browser:
    gateway.account(language="it")
    return Browser(gateway)


def _events(gateway: GatewayUnderTest) -> list[dict[str, Any]]:
    return list(gateway.database.rows("outbox").find({"dataref": {"$ne": None}}, sort=[("_id", 1)]))


def _contact(gateway: GatewayUnderTest, dataref: str) -> Any:
    """What notifications reads at the dataref, through the door with its own passport."""
    passport = sign_passport(gateway.key_of("notifications"), Actor.service("notifications"), ["gateway"])
    return gateway.client().get(f"/api/v1/gateway{dataref}", headers={HEADER: passport})


def _ask_for_link(gateway: GatewayUnderTest, browser: Browser) -> str:
    browser.send("/it/account/forgotten-password", email="Ada@example.org")
    contact = _contact(gateway, _events(gateway)[-1]["dataref"]).get_json()
    assert {name: contact[name] for name in ("name", "email", "language")} == {
        "name": "Grace", "email": "ada@example.org", "language": "it",
    }  # fmt: skip
    link = str(contact["link"])
    assert link.startswith("http://localhost/it/account/new-password?token=")
    return link.removeprefix("http://localhost")


def test_a_link_is_mailed_sets_the_password_and_ends_all_sessions(gateway: GatewayUnderTest, browser: Browser) -> None:
    elsewhere = Browser(gateway)
    elsewhere.sign_in()
    link = _ask_for_link(gateway, browser)
    browser.open(link)
    browser.send(link, password=NEW)
    assert not elsewhere.is_signed_in()
    browser.sign_in(status=422)
    browser.sign_in(password=NEW)


def test_the_event_holds_no_address_no_name_and_no_secret(gateway: GatewayUnderTest, browser: Browser) -> None:
    link = _ask_for_link(gateway, browser)
    [event] = [one for one in _events(gateway) if one["type"].endswith("password_reset_requested.v1")]
    secret = link.rpartition(".")[2]
    assert all(word not in str(event) for word in ("example.org", "Grace", secret))
    assert secret not in str([list(gateway.database.rows(name).find()) for name in gateway.database.declared])


def test_the_link_can_be_read_again_and_is_the_same(gateway: GatewayUnderTest, browser: Browser) -> None:
    link = _ask_for_link(gateway, browser)
    assert _contact(gateway, _events(gateway)[-1]["dataref"]).get_json()["link"].endswith(link)


def test_a_link_is_good_once(gateway: GatewayUnderTest, browser: Browser) -> None:
    link = _ask_for_link(gateway, browser)
    browser.send(link, password=NEW)
    browser.send(link, 200, password=PASSWORD)
    browser.sign_in(password=NEW)
    assert [_contact(gateway, one["dataref"]).status_code for one in _events(gateway)[:1]] == [410]


def test_using_one_link_spends_the_others(gateway: GatewayUnderTest, browser: Browser) -> None:
    first, second = _ask_for_link(gateway, browser), _ask_for_link(gateway, browser)
    assert first != second
    browser.send(second, password=NEW)
    assert "used already" in browser.open(first.replace("/it/", "/en/"))


def test_a_link_runs_out_after_an_hour(gateway: GatewayUnderTest, browser: Browser) -> None:
    link = _ask_for_link(gateway, browser)
    gateway.clock.move(minutes=61)
    browser.send(link, 200, password=NEW)
    browser.sign_in()


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1] + chr(ord(token[-1]) ^ 1), lambda _token: "", lambda _token: "x.é"]
)
def test_a_link_cannot_be_guessed(spoil: Callable[[str], str], gateway: GatewayUnderTest, browser: Browser) -> None:
    address, _equals, token = _ask_for_link(gateway, browser).partition("token=")
    browser.send(f"{address}token={spoil(token)}", 200, password=NEW)
    browser.sign_in()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.send("/en/account/forgotten-password", email="bob@example.org")
    assert browser.answer.headers["Location"] == "/en/account/forgotten-password/sent"
    assert _events(gateway) == []


def test_links_are_asked_for_a_few_times_only(make_gateway: Make) -> None:
    browser = Browser(make_gateway(limit_reset="2/hour"))
    browser.send("/en/account/forgotten-password", email="ada@example.org")
    browser.send("/en/account/forgotten-password", email="ADA@example.org")
    browser.send("/en/account/forgotten-password", 429, email="ada@example.org")


@pytest.mark.parametrize("role", ["lead_staff", "coordinator", "operator"])
def test_whom_to_write_to_is_told_to_services_alone(role: str, gateway: GatewayUnderTest, browser: Browser) -> None:
    _ask_for_link(gateway, browser)
    address = f"/api/v1/gateway{_events(gateway)[-1]['dataref']}"
    gateway.account("eve@example.org", role=role)
    browser.sign_in("eve@example.org")
    assert browser.client.get(address).status_code == 403
    assert gateway.client().get(address).status_code in (401, 403)
    forged = sign_passport(gateway.key_of("notifications"), Actor(id="p", kind="person"), ["gateway"])
    assert gateway.client().get(address, headers={HEADER: forged}).status_code in (401, 403)


def test_changing_the_password_ends_every_other_session(gateway: GatewayUnderTest, browser: Browser) -> None:
    elsewhere = Browser(gateway)
    elsewhere.sign_in(), browser.sign_in()
    before = browser.session
    browser.send("/en/account/password", present=PASSWORD, password=NEW)
    assert browser.session != before
    assert browser.is_signed_in() and not elsewhere.is_signed_in()
    assert _events(gateway)[-1]["type"] == "eu.learning-cities.gateway.account.password_changed.v1"
    contact = _contact(gateway, _events(gateway)[-1]["dataref"]).get_json()
    assert contact["link"] == "http://localhost/it/account/forgotten-password"


def test_changing_the_password_needs_the_present_one(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    assert "not your present password" in browser.send("/en/account/password", 422, present="wrong", password=NEW)
    browser.sign_in()


def test_a_poor_password_is_refused_with_what_to_do(gateway: GatewayUnderTest, browser: Browser) -> None:
    browser.sign_in()
    assert "at least 12 characters" in browser.send("/en/account/password", 422, present=PASSWORD, password="short")
