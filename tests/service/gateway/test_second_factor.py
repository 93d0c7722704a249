"""Signing in with a second factor: authenticator apps and recovery codes (ASVS 6.3.3, 6.5, 6.6.3, 7.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.service.gateway.authenticator import Authenticator, code_at, set_up
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest

Make = Callable[..., GatewayUnderTest]
STEP = "/en/account/second-step"
RECOVERY = "/en/account/second-step/recovery-code"


@pytest.fixture
def browser(gateway: GatewayUnderTest) -> Browser:
    """Signed in with a password, nothing set up yet."""
    gateway.account()
    browser = Browser(gateway)
    browser.sign_in()
    return browser


@pytest.fixture
def app(browser: Browser) -> Authenticator:
    return set_up(browser)[0]


def _begun(gateway: GatewayUnderTest) -> Browser:
    """A browser whose password was right."""
    browser = Browser(gateway)
    browser.sign_in()
    assert browser.answer.headers["Location"] == STEP
    return browser


def test_the_authenticator_of_these_tests_counts_as_the_rfc_does() -> None:
    from datetime import UTC, datetime

    shown = code_at(b"12345678901234567890", datetime.fromtimestamp(1111111109, UTC))
    assert shown == "081804"  # RFC 6238, appendix B, its last six digits


def test_after_setting_up_signing_in_takes_a_code(gateway: GatewayUnderTest, app: Authenticator) -> None:
    other = _begun(gateway)
    assert 'autocomplete="one-time-code"' in other.open(STEP) and 'inputmode="numeric"' in other.open(STEP)
    assert "not right" in other.send(STEP, 422, code="000000")
    code = app.next_code()
    other.send(STEP, code=f" {code[:3]} {code[3:]} ")  # as it may be pasted
    assert other.answer.headers["Location"] == "/en/staff/"
    assert other.is_signed_in()


def test_before_the_second_step_the_person_is_nobody(gateway: GatewayUnderTest, app: Authenticator) -> None:
    other = _begun(gateway)
    assert not other.is_signed_in()
    passed_on = other.client.get("/api/v1/registry/x").get_json()["headers"]
    assert gateway.verifier.verify(passed_on["Passport"], "registry").kind == "anonymous"
    for page in ("", "sessions", "second-factor", "second-factor/app", "password"):
        other.open(f"/en/account/{page}", 303)
        assert "/sign-in" in other.answer.headers["Location"]


def test_the_session_after_the_second_step_is_a_new_one(gateway: GatewayUnderTest, app: Authenticator) -> None:
    other = _begun(gateway)
    begun, stolen = other.session, Browser(gateway)
    stolen.client.set_cookie("session", begun or "")
    other.send(STEP, code=app.next_code())
    assert other.session not in (None, begun)
    assert not stolen.is_signed_in()
    stolen.send(STEP, code=app.next_code())  # the sign-in that had begun is over
    assert "/sign-in" in stolen.answer.headers["Location"] and not stolen.is_signed_in()
    rows = str([list(gateway.database.rows(name).find()) for name in ("sessions", "begun_sign_ins")])
    assert other.session not in rows and begun not in rows


def test_a_code_is_good_once(gateway: GatewayUnderTest, app: Authenticator) -> None:
    _begun(gateway).send(STEP, 422, code=app.first_code)  # it set the app up
    code = app.next_code()
    _begun(gateway).send(STEP, code=code)
    assert "used already" in _begun(gateway).send(STEP, 422, code=code)
    _begun(gateway).send(STEP, code=app.next_code())
    _begun(gateway).send(STEP, 422, code=app.code(-30))  # older than the one that was used


def test_of_ten_at_once_with_the_same_code_one_comes_in(gateway: GatewayUnderTest, app: Authenticator) -> None:
    browsers, code = [_begun(gateway) for _browser in range(8)], app.next_code()

    def come_in(browser: Browser) -> int:
        return int(browser.client.post(STEP, data={"code": code}, headers=browser.headers).status_code)

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(come_in, browsers))
    assert answers == [303] + [422] * 7


def test_a_clock_may_be_half_a_minute_off(gateway: GatewayUnderTest, app: Authenticator) -> None:
    gateway.clock.move(minutes=5)
    other = _begun(gateway)
    app.begin_half_minute()
    for seconds in (-60, 60):
        other.send(STEP, 422, code=app.code(seconds))
    for seconds in (-30, 0, 30):  # each is newer than the one before
        _begun(gateway).send(STEP, code=app.code(seconds))


def test_what_is_no_code_is_refused(gateway: GatewayUnderTest, app: Authenticator) -> None:
    other = _begun(gateway)
    for code in ("", "x", "é" * 6, "1" * 10_000, "٠١٢٣٤٥"):
        other.send(STEP, 422, code=code)
        other.send(RECOVERY, 422, code=code)


def test_codes_are_not_guessed(make_gateway: Make) -> None:
    gateway = make_gateway(limit_second_step="3/15minutes", limit_second_step_day="5/day")
    gateway.account()
    browser = Browser(gateway)
    browser.sign_in()
    app, codes = set_up(browser)
    for _try in range(3):
        _begun(gateway).send(STEP, 422, code="000000")
    _begun(gateway).send(STEP, 429, code=app.next_code())
    _begun(gateway).send(RECOVERY, 429, code=codes[0])
    gateway.clock.move(minutes=16)
    _begun(gateway).send(STEP, 422, code="000000")
    _begun(gateway).send(STEP, code=app.code())
    _begun(gateway).send(STEP, 429, code=app.next_code())
    gateway.clock.move(hours=24)
    _begun(gateway).send(STEP, code=app.code())


def test_what_has_begun_runs_out_and_ends_with_the_password(gateway: GatewayUnderTest, app: Authenticator) -> None:
    late, outdated = _begun(gateway), _begun(gateway)
    gateway.clock.move(minutes=11)
    late.send(STEP, code=app.code())
    assert "/sign-in" in late.answer.headers["Location"] and not late.is_signed_in()
    owner, outdated = _begun(gateway), _begun(gateway)
    owner.send(STEP, code=app.code())
    owner.send("/en/account/password", present=PASSWORD, password="seven herons under glass")
    outdated.send(STEP, code=app.next_code())
    assert "/sign-in" in outdated.answer.headers["Location"] and not outdated.is_signed_in()


def test_a_recovery_code_signs_in_once_and_its_owner_is_told(gateway: GatewayUnderTest, browser: Browser) -> None:
    codes = set_up(browser)[1]
    assert len(set(codes)) == 10
    other = _begun(gateway)
    other.send(RECOVERY, code=codes[3].upper().replace("-", " "))
    assert other.is_signed_in()
    assert "9 left" in other.open("/en/account/second-factor")
    assert _changes(gateway)[-1] == "code_used"
    assert "not one of your recovery codes" in _begun(gateway).send(RECOVERY, 422, code=codes[3])
    _begun(gateway).send(RECOVERY, code=codes[0])


def test_new_recovery_codes_end_the_former(gateway: GatewayUnderTest, browser: Browser) -> None:
    from tests.service.gateway.authenticator import codes_on

    former, address = set_up(browser)[1], "/en/account/second-factor/recovery-codes"
    assert "not your present password" in browser.send(address, 422, present="wrong")
    codes = codes_on(browser.send(address, 200, present=PASSWORD))
    assert len(codes) == 10 and not set(codes) & set(former)
    _begun(gateway).send(RECOVERY, 422, code=former[0])
    _begun(gateway).send(RECOVERY, code=codes[0])


def test_neither_secret_nor_codes_can_be_read_in_the_store(gateway: GatewayUnderTest, browser: Browser) -> None:
    app, codes = set_up(browser)
    rows = [list(gateway.database.rows(name).find()) for name in gateway.database.declared]
    text = str(rows)
    assert app.secret not in b"".join(row["sealed"] for row in rows_of(gateway, "app"))
    assert not any(secret in text for secret in (str(app.secret), app.secret.hex(), *codes, codes[0].replace("-", "")))


def rows_of(gateway: GatewayUnderTest, kind: str) -> list[dict[str, Any]]:
    """What is kept of factors of a kind."""
    return list(gateway.database.rows("second_factors").find({"kind": kind}))


def _changes(gateway: GatewayUnderTest) -> list[str]:
    said = {"type": "eu.learning-cities.gateway.account.second_factor_changed.v1"}
    return [row["data"]["change"] for row in gateway.database.rows("outbox").find(said, sort=[("_id", 1)])]
