"""Accounts and API clients made, changed and switched off on the pages, with JavaScript off."""

from __future__ import annotations

import re

from tests.service.gateway.browser import Browser
from tests.service.gateway.test_administration import NEW
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest, Upstream


def test_an_account_is_made_on_the_pages_and_chooses_its_password(
    gateway: GatewayUnderTest, coordinator: Browser
) -> None:
    assert "Bologna" in coordinator.open("/en/account/people/new")
    coordinator.send("/en/account/people/new", **NEW)
    page = coordinator.open(coordinator.answer.headers["Location"])
    assert "Béla Bartók" in page and "Not chosen yet" in page and "The account was made" in page
    assert "Béla Bartók" in coordinator.open("/en/account/people?q=bela")
    assert "No account fits" in coordinator.open("/en/account/people?q=nobody")
    assert coordinator.open("/en/account/people?role=nonsense&limit=x").count("<tr") > 1


def test_a_wrong_form_keeps_what_was_typed_and_says_where(coordinator: Browser) -> None:
    page = coordinator.send("/it/account/people/new", 422, **{**NEW, "email": "coordinator@example.org"})
    assert 'value="Béla Bartók"' in page and 'href="#email"' in page
    assert page.index("<title>Er") > 0


def test_a_form_that_was_tampered_with_is_refused_like_a_wrong_request(coordinator: Browser) -> None:
    for wrong in ({"language": "xx"}, {"roles": ["root"]}, {"name": "x" * 201}, {"cities": ["../x"]}):
        coordinator.send("/en/account/people/new", 422, **{**NEW, **wrong})
    coordinator.send("/en/account/clients/new", 422, name="x" * 201, scopes=["registry:read"])
    coordinator.send("/en/account/clients/new", 422, name="x", scopes=["root"])


def test_two_who_change_the_same_account_see_what_the_other_saved(
    gateway: GatewayUnderTest, coordinator: Browser
) -> None:
    id = gateway.account(name="Grace")
    address = f"/en/account/people/{id}/change"
    [etag] = re.findall(r'name="etag" value="([^"]+)"', coordinator.open(address))
    fields = {
        "email": "ada@example.org",
        "language": "en",
        "roles": ["lead_staff"],
        "cities": ["catania"],
        "status": "active",
    }
    etag = etag.replace("&#34;", '"')
    coordinator.send(address, name="Grace Hopper", etag=etag, **fields)
    page = coordinator.send(address, 422, name="G. Hopper", etag=etag, **fields)
    assert "Both of you changed “Name”" in page and "Grace Hopper" in page and "G. Hopper" in page
    [newer] = re.findall(r'name="etag" value="([^"]+)"', page)
    sent = {**fields, "name": "G. Hopper", "etag": newer.replace("&#34;", '"'), "choose": "name"}
    assert "is to stay" in coordinator.send(address, 422, **sent)
    coordinator.send(address, **sent, **{"keep-name": "mine"})


def test_a_client_is_made_renewed_and_switched_off_on_the_pages(
    gateway: GatewayUnderTest, coordinator: Browser
) -> None:
    page = coordinator.send("/en/account/clients/new", 200, name="Welfare", city="catania", scopes=["registry:read"])
    id, secret = (re.search(rf'id="client-{part}">([^<]+)<', page).group(1) for part in ("id", "secret"))  # type: ignore[union-attr]
    assert coordinator.answer.headers["Cache-Control"] == "no-store"
    assert secret not in coordinator.open(f"/en/account/clients/{id}")
    renewed = coordinator.send(f"/en/account/clients/{id}/renew-secret", 200)
    assert secret not in renewed
    assert coordinator.open(f"/en/account/clients/{id}").count("Since ") == 2
    coordinator.send(f"/en/account/clients/{id}/change", name="Welfare", scopes=["registry:read"], status="disabled")
    auth = {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}
    assert gateway.client().post("/oauth/token", data=auth).status_code == 401


def test_sessions_of_somebody_are_ended_on_the_pages(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    id = gateway.account()
    other = Browser(gateway)
    other.sign_in()
    coordinator.send(f"/en/account/people/{id}/sign-out")
    assert not other.is_signed_in()
    coordinator.send(f"/en/account/people/{id}/invite")
    invited = {"subject": id, "type": "eu.learning-cities.gateway.account.invited.v1"}
    assert gateway.database.rows("outbox").count_documents(invited) == 1


def test_pages_ask_a_stranger_to_sign_in_and_bring_them_back(gateway: GatewayUnderTest, coordinator: Browser) -> None:
    stranger = Browser(gateway)
    stranger.open("/it/account/people?q=x", 303)
    location = stranger.answer.headers["Location"]
    assert location == "/it/account/sign-in?next=/it/account/people?q%3Dx"
    stranger.send(location, email="coordinator@example.org", password=PASSWORD)
    assert stranger.answer.headers["Location"] == "/it/account/people?q=x"


def test_a_session_that_ends_while_somebody_writes_loses_nothing(gateway: GatewayUnderTest) -> None:
    page = Browser(gateway).send("/it/account/people/new?x=1", 401, name="Ada", email="ada@example.org", password="x")
    assert 'action="/it/account/people/new?x=1"' in page
    assert '<input type="hidden" name="name" value="Ada">' in page
    assert 'href="/it/account/sign-in" target="_blank"' in page
    assert 'name="password"' not in page
    stranger = gateway.client().post("/it/account/people/new", data={"name": "Planted"})
    assert (stranger.status_code, "Planted" in stranger.get_data(as_text=True)) == (303, False)


def test_an_address_without_a_language_leads_to_the_readers(gateway: GatewayUnderTest) -> None:
    answer = gateway.client().get("/account/sign-in", headers={"Accept-Language": "hu"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/hu/account/sign-in")


def test_without_the_registry_the_form_says_that_it_cannot_be_filled_in_now(
    gateway: GatewayUnderTest, upstream: Upstream, coordinator: Browser
) -> None:
    upstream.stop()
    coordinator.open("/en/account/people/new", 503)
    assert "not available just now" in coordinator.answer.get_data(as_text=True)
