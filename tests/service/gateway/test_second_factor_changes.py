"""Second factors set up, removed, reset and needed: by the owner, an administrator, a role (ASVS 6.3.3, 7.5.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gateway.identity.accounts import reset_second_factor_of
from tests.service.gateway.authenticator import Authenticator, codes_on, set_up
from tests.service.gateway.browser import Browser
from tests.service.gateway.test_second_factor import STEP, _begun, _changes
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest

Make = Callable[..., GatewayUnderTest]
OVERVIEW, APP = "/en/account/second-factor", "/en/account/second-factor/app"
SET_UP = "/en/account/second-step/set-up"
RULE = "/en/account/sign-in-rule"


@pytest.fixture
def browser(gateway: GatewayUnderTest) -> Browser:
    gateway.account()
    browser = Browser(gateway)
    browser.sign_in()
    return browser


def test_setting_up_takes_the_password_and_a_code(gateway: GatewayUnderTest, browser: Browser) -> None:
    app = Authenticator(browser.open(APP), gateway.clock)
    wrong = browser.send(APP, 422, sealed=app.sealed, code=app.code(), present="not the password")
    assert "not your present password" in wrong and Authenticator(wrong, gateway.clock).secret == app.secret
    assert "not right" in browser.send(APP, 422, sealed=app.sealed, code="123456", present=PASSWORD)
    assert "Not set up" in browser.open(OVERVIEW)
    assert len(codes_on(browser.send(APP, 200, sealed=app.sealed, code=app.code(), present=PASSWORD))) == 10
    assert browser.answer.headers["Cache-Control"] == "no-store"
    assert "10 left" in browser.open(OVERVIEW)


def test_setting_up_ends_every_other_session_and_renews_this_one(gateway: GatewayUnderTest, browser: Browser) -> None:
    elsewhere, before = Browser(gateway), browser.session
    elsewhere.sign_in()
    set_up(browser)
    assert browser.session != before and browser.is_signed_in()
    assert not elsewhere.is_signed_in()


def test_a_secret_that_is_not_ours_or_was_sealed_for_somebody_else_is_refused(
    gateway: GatewayUnderTest, browser: Browser
) -> None:
    for sealed in ("", "x", "AAAA" * 20, "é"):
        browser.send(APP, 409, sealed=sealed, code="123456", present=PASSWORD)
    gateway.account("eve@example.org")
    eve = Browser(gateway)
    eve.sign_in("eve@example.org")
    hers = Authenticator(eve.open(APP), gateway.clock)
    browser.send(APP, 409, sealed=hers.sealed, code=hers.code(), present=PASSWORD)


def test_another_app_takes_the_place_of_the_first(gateway: GatewayUnderTest, browser: Browser) -> None:
    first, codes = set_up(browser)
    gateway.clock.move(minutes=1)
    second, no_codes = set_up(browser)
    assert codes and no_codes == []
    other = _begun(gateway)
    other.send(STEP, 422, code=first.next_code())
    other.send(STEP, code=second.code())


def test_removing_takes_the_password_and_is_told(gateway: GatewayUnderTest, browser: Browser) -> None:
    set_up(browser)
    assert "not your present password" in browser.send(f"{APP}/remove", 422, present="wrong")
    browser.send(f"{APP}/remove", present=PASSWORD)
    assert browser.is_signed_in() and "Not set up" in browser.open(OVERVIEW)
    assert gateway.database.rows("second_factors").count_documents({}) == 0
    assert _changes(gateway) == ["added", "removed"]
    browser.open(f"{APP}/remove", 404)
    alone = Browser(gateway)
    alone.sign_in()
    assert alone.is_signed_in()


def test_a_new_password_leaves_the_second_factor_in_place(gateway: GatewayUnderTest, browser: Browser) -> None:
    from tests.service.gateway.test_passwords import NEW

    app = set_up(browser)[0]
    browser.send("/en/account/password", present=PASSWORD, password=NEW)
    other = Browser(gateway)
    other.sign_in(password=NEW)
    assert not other.is_signed_in()
    other.send(STEP, code=app.next_code())
    assert other.is_signed_in()


def test_by_default_who_administers_accounts_sets_one_up_at_the_next_sign_in(make_gateway: Make) -> None:
    gateway = make_gateway(needing_second_factor=True)
    for role in ("coordinator", "operator", "lead_staff"):
        gateway.account(f"{role}@example.org", role=role)
    staff = Browser(gateway)
    staff.sign_in("lead_staff@example.org")
    assert staff.is_signed_in()
    for role in ("coordinator", "operator"):
        browser = Browser(gateway)
        browser.sign_in(f"{role}@example.org")
        assert browser.answer.headers["Location"] == SET_UP and not browser.is_signed_in()
        app, begun = Authenticator(browser.open(SET_UP), gateway.clock), browser.session
        browser.send(SET_UP, 422, sealed=app.sealed, code="000000")
        assert not browser.is_signed_in()
        assert len(codes_on(browser.send(SET_UP, 200, sealed=app.sealed, code=app.code()))) == 10
        assert browser.session != begun and browser.is_signed_in()
        assert "cannot be removed" in browser.send(f"{APP}/remove", 422, present=PASSWORD)


def test_whoever_has_one_is_not_let_in_by_setting_up_another(gateway: GatewayUnderTest, browser: Browser) -> None:
    set_up(browser)
    other = _begun(gateway)
    other.open(SET_UP, 303)
    other.send(SET_UP, sealed="", code="123456")
    assert not other.is_signed_in()


def test_an_administrator_sets_which_roles_need_one(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    gateway.account()
    member = Browser(gateway)
    member.sign_in()
    assert "your own account first" in coordinator.send(RULE, 422, roles=["coordinator"])
    set_up(coordinator)
    coordinator.send(RULE, roles=["coordinator", "lead_staff"])
    assert coordinator.is_signed_in() and not member.is_signed_in()
    page = coordinator.open(RULE)
    assert page.count("checked") == 2 and "was changed" in page
    member.sign_in()
    assert member.answer.headers["Location"] == SET_UP
    coordinator.send(RULE, 422, roles=["root"])
    [entry] = gateway.database.rows("audit").find({"collection": "rules", "action": "changed"})
    assert (entry["actor_kind"], entry["fields"]) == ("person", ["roles"])
    coordinator.send(RULE)
    member.sign_in()
    assert member.is_signed_in()


def test_the_rule_is_out_of_reach_of_everybody_else(signed_in: Callable[[str], Browser]) -> None:
    for role in ("lead_staff", "partner_staff", "facilitator", "funding_authority"):
        browser = signed_in(role)
        browser.open(RULE, 403)
        browser.send(RULE, 403, roles=[])


def test_an_administrator_resets_it_for_who_lost_the_device(
    gateway: GatewayUnderTest, browser: Browser, coordinator: Browser
) -> None:
    set_up(browser)
    account = gateway.records.read().first("accounts", {"email": "ada@example.org"}) or {}
    page = coordinator.open(f"/en/account/people/{account['_id']}")
    assert "Reset the second factor" in page
    coordinator.send(f"/en/account/people/{account['_id']}/reset-second-factor")
    assert not browser.is_signed_in()
    browser.sign_in()
    assert browser.is_signed_in()
    assert _changes(gateway)[-1] == "reset"
    entries = list(gateway.database.rows("audit").find({"subject": account["_id"], "fields": "second_factors"}))
    assert entries[-1]["actor"] != account["_id"] and entries[-1]["actor_kind"] == "person"
    assert gateway.database.rows("second_factors").count_documents({}) == 0


def test_nobody_resets_their_own_or_that_of_who_holds_more(
    gateway: GatewayUnderTest, coordinator: Browser, signed_in: Callable[[str], Browser]
) -> None:
    set_up(coordinator)
    operator = signed_in("operator")
    set_up(operator)
    ids = {one["email"]: one["_id"] for one in gateway.records.read().find("accounts", {})}
    coordinator.send(f"/en/account/people/{ids['coordinator@example.org']}/reset-second-factor", 409)
    coordinator.send(f"/en/account/people/{ids['operator@example.org']}/reset-second-factor", 403)
    answer = coordinator.client.post(
        f"/api/v1/gateway/accounts/{ids['operator@example.org']}/reset-second-factor", headers=coordinator.headers
    )
    assert answer.status_code == 403
    assert gateway.database.rows("second_factors").count_documents({"kind": "app"}) == 2


def test_over_the_api_it_is_shown_and_reset(gateway: GatewayUnderTest, browser: Browser) -> None:
    set_up(browser)
    token = {"Authorization": f"Bearer {gateway.token('gateway:read', 'gateway:write')}"}
    [account] = gateway.client().get("/api/v1/gateway/accounts", headers=token).get_json()["items"]
    assert account["second_factors"] == ["app"] and "recovery_codes" not in account
    address = f"/api/v1/gateway/accounts/{account['id']}/reset-second-factor"
    answer = gateway.client().post(address, headers=token)
    assert (answer.status_code, answer.get_json()["second_factors"]) == (200, [])
    assert not browser.is_signed_in()


def test_the_last_administrator_is_helped_at_the_command_line(gateway: GatewayUnderTest, browser: Browser) -> None:
    set_up(browser)
    reset_second_factor_of(gateway.database, "Ada@example.org")
    browser.sign_in()
    assert browser.is_signed_in()


def test_programs_need_no_second_factor(make_gateway: Make) -> None:
    gateway = make_gateway(needing_second_factor=True)
    token = {"Authorization": f"Bearer {gateway.token('gateway:read')}"}
    assert gateway.client().get("/api/v1/gateway/accounts", headers=token).status_code == 200


def test_an_account_from_before_there_were_any_goes_on(gateway: GatewayUnderTest, browser: Browser) -> None:
    gateway.database.rows("accounts").update_many({}, {"$unset": {"second_factors": "", "recovery_codes": ""}})
    again = Browser(gateway)
    again.sign_in()
    assert again.is_signed_in() and "Not set up" in again.open(OVERVIEW)
    token = {"Authorization": f"Bearer {gateway.token('gateway:read')}"}
    assert gateway.client().get("/api/v1/gateway/accounts", headers=token).status_code == 200
    assert len(set_up(again)[1]) == 10


def test_an_erased_account_leaves_nothing(gateway: GatewayUnderTest, browser: Browser, coordinator: Browser) -> None:
    set_up(browser)
    account: Any = gateway.records.read().first("accounts", {"email": "ada@example.org"})
    answer = coordinator.client.delete(
        f"/api/v1/gateway/accounts/{account['_id']}", headers={**coordinator.headers, "If-Match": "*"}
    )
    assert answer.status_code == 204
    assert gateway.database.rows("second_factors").count_documents({}) == 0


def test_whom_to_tell_is_behind_the_event(gateway: GatewayUnderTest, browser: Browser) -> None:
    from tests.service.gateway.test_passwords import _contact, _events

    set_up(browser)
    event = _events(gateway)[-1]
    assert event["data"] == {"change": "added"}
    assert _contact(gateway, event["dataref"]).get_json()["email"] == "ada@example.org"
