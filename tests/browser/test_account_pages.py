"""The gateway's pages in a real browser: accessible and in one column on a phone, with data, empty, and with errors.

To look at them: `PICTURES=folder pytest tests/browser/test_account_pages.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Response
from playwright.sync_api import Page

from gateway.identity.second_factor import rule
from tests.browser.conftest import looks_right
from tests.service.gateway.authenticator import Authenticator
from tests.service.gateway.conftest import gateway, make_gateway, prepared_store, upstream  # noqa: F401
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest, Upstream

pytestmark = pytest.mark.needing_browser

CITIES = {
    "items": [
        {"id": "catania", "name": "Catania", "timezone": "Europe/Rome"},
        {"id": "bologna", "name": "Bologna", "timezone": "Europe/Rome"},
    ],
    "next": None,
}
FOR_ANYBODY = {
    "sign-in": "/it/account/sign-in",
    "forgotten": "/de/account/forgotten-password",
    "sent": "/fr/account/forgotten-password/sent",
    "bad-link": "/es/account/new-password?token=x",
    "problems": "/problems/",
    "problem": "/problems/validation-failed",
    "no-page": "/hu/account/nothing",
}
FOR_ADMINISTRATORS = {
    "overview": "/en/account/",
    "password": "/hu/account/password",
    "second-factor": "/hu/account/second-factor",
    "app": "/de/account/second-factor/app",
    "rule": "/fr/account/sign-in-rule",
    "sessions": "/de/account/sessions",
    "language": "/es/account/language",
    "sign-out": "/fr/account/sign-out",
    "people": "/it/account/people",
    "nobody": "/en/account/people?q=nobody",
    "new-person": "/en/account/people/new",
    "clients-empty": "/es/account/clients",
    "new-client": "/en/account/clients/new",
}


@pytest.fixture
def address(gateway: GatewayUnderTest, upstream: Upstream) -> Iterator[str]:  # noqa: F811
    """Where the gateway is served, with a coordinator's account."""
    upstream.answers["/api/v1/registry/cities"] = lambda: Response(json.dumps(CITIES), mimetype="application/json")
    upstream.answers["/en/staff/"] = lambda: Response("staff", mimetype="text/html")
    gateway.account("coordinator@example.org", role="coordinator", name="Grazia Deledda")
    yield gateway.url


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/en/account/sign-in")
    page.get_by_label("E-mail address").fill("coordinator@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _is_in_order(page: Page, name: str) -> None:
    looks_right(page, f"account-{name}")


def test_pages_for_anybody(page: Page, address: str) -> None:
    for name, path in FOR_ANYBODY.items():
        page.goto(address + path)
        _is_in_order(page, name)


def test_a_wrong_sign_in_says_so_and_takes_the_reader_there(page: Page, address: str) -> None:
    page.goto(f"{address}/en/account/sign-in")
    page.get_by_role("button", name="Sign in").click()
    _is_in_order(page, "sign-in-empty")
    page.get_by_role("link", name="Enter “E-mail address”").click()
    assert page.evaluate("document.activeElement.id") == "email"
    page.get_by_label("E-mail address").fill("coordinator@example.org")
    page.get_by_label("Password", exact=True).fill("not the right one")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_text("The address or the password is not right.").is_visible()
    assert page.title().startswith("Error: ")
    _is_in_order(page, "sign-in-wrong")


def test_pages_for_administrators(page: Page, address: str) -> None:
    _sign_in(page, address)
    assert page.url == f"{address}/en/staff/"
    for name, path in FOR_ADMINISTRATORS.items():
        page.goto(address + path)
        _is_in_order(page, name)


def test_a_second_factor_is_set_up_and_asked_for(page: Page, address: str, gateway: GatewayUnderTest) -> None:  # noqa: F811
    _sign_in(page, address)
    page.goto(f"{address}/en/account/second-factor/app")
    app = Authenticator(page.content(), gateway.clock)
    page.get_by_role("button", name="Set it up").click()
    _is_in_order(page, "app-empty")
    page.get_by_label("Code", exact=True).fill(app.code())
    page.get_by_label("Present password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    code = page.locator("#recovery-codes li").first.inner_text()
    _is_in_order(page, "recovery-codes")
    page.get_by_role("link", name="I have kept them").click()
    _is_in_order(page, "second-factor-set-up")
    page.goto(f"{address}/en/account/second-factor/recovery-codes")
    _is_in_order(page, "new-recovery-codes")
    page.goto(f"{address}/en/account/second-factor/app/remove")
    _is_in_order(page, "remove-app")
    page.context.clear_cookies()
    _sign_in(page, address)
    page.get_by_role("link", name="I do not have the device").click()
    _is_in_order(page, "recovery-step")
    page.get_by_role("link", name="I have the device").click()
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_text("This code is not right").first.is_visible()
    _is_in_order(page, "second-step-wrong")
    page.get_by_label("Code", exact=True).fill(app.next_code())
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{address}/en/staff/"
    page.context.clear_cookies()
    _sign_in(page, address)
    page.get_by_role("link", name="I do not have the device").click()
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{address}/en/staff/"


def test_a_second_factor_needs_no_script(
    page_without_scripts: Page,
    address: str,
    gateway: GatewayUnderTest,  # noqa: F811
) -> None:
    page = page_without_scripts
    gateway.records.write(lambda uow: rule.change(uow, ["coordinator"]))
    _sign_in(page, address)
    app = Authenticator(page.content(), gateway.clock)
    page.get_by_label("Code", exact=True).fill(app.code())
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them").click()
    assert page.url == f"{address}/en/staff/"
    page.goto(f"{address}/en/account/sign-out")
    page.get_by_role("button", name="Sign out").click()
    _sign_in(page, address)
    page.get_by_label("Code", exact=True).fill(app.next_code())
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{address}/en/staff/"


def test_an_account_and_a_client_are_made_by_hand(page: Page, address: str) -> None:
    _sign_in(page, address)
    page.goto(f"{address}/en/account/people/new")
    page.get_by_role("button", name="Make the account").click()
    _is_in_order(page, "new-person-empty")
    page.get_by_label("Name", exact=True).fill("Béla Bartók")
    page.get_by_label("E-mail address").fill("bela@example.org")
    page.get_by_role("combobox", name="Language").select_option("hu")
    page.get_by_label("Facilitator").check()
    page.get_by_label("Bologna").check()
    page.get_by_role("button", name="Make the account").click()
    assert page.get_by_text("The account was made").is_visible()
    _is_in_order(page, "person")
    page.goto(f"{address}/en/account/clients/new")
    page.get_by_label("Name of the system").fill("Welfare system")
    page.get_by_label("registry:read").check()
    page.get_by_role("button", name="Make the API client").click()
    assert page.get_by_text("Copy it now.").is_visible()
    _is_in_order(page, "secret")
    page.get_by_role("link", name="I have copied it").click()
    _is_in_order(page, "client")


def test_signing_in_and_out_needs_no_script(page_without_scripts: Page, address: str) -> None:
    page = page_without_scripts
    _sign_in(page, address)
    assert page.url == f"{address}/en/staff/"
    page.goto(f"{address}/en/account/sign-out")
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_text("You are signed out.").is_visible()
