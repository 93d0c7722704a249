"""The gateway's pages in a browser that keeps cookies, with JavaScript off."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Response

from tests.service.gateway.conftest import PASSWORD, GatewayUnderTest, Upstream

CITIES = {"items": [{"id": "catania", "name": "Catania"}, {"id": "bologna", "name": "Bologna"}], "next": None}
SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class Browser:
    """A person with a browser: opens pages, fills in forms."""

    def __init__(self, gateway: GatewayUnderTest) -> None:
        self.client = gateway.client()
        self.page: Any = None

    def open(self, address: str, status: int = 200) -> str:
        """GET a page; its text."""
        self.page = self.client.get(address, headers=SAME_SITE)
        assert self.page.status_code == status, self.page.get_data(as_text=True)[:3000]
        return str(self.page.get_data(as_text=True))

    def send(self, address: str, status: int = 303, **fields: Any) -> str:
        """POST a form; the text of the answer."""
        self.page = self.client.post(address, data=fields, headers=SAME_SITE)
        assert self.page.status_code == status, self.page.get_data(as_text=True)[:3000]
        return str(self.page.get_data(as_text=True))

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """With address and password."""
        self.send("/en/account/sign-in", email=email, password=password)


@pytest.fixture
def browser(gateway: GatewayUnderTest) -> Browser:
    """Somebody's browser."""
    return Browser(gateway)


@pytest.fixture
def coordinator(gateway: GatewayUnderTest, upstream: Upstream) -> Browser:
    """The browser of a network coordinator who is signed in."""
    upstream.answers["/api/v1/registry/cities"] = lambda: Response(json.dumps(CITIES), mimetype="application/json")
    gateway.account("coordinator@example.org", role="coordinator")
    browser = Browser(gateway)
    browser.sign_in("coordinator@example.org")
    return browser


def test_all(coordinator: Browser, gateway):
    for a in ["","password","sessions","people","people/new","clients","clients/new","sign-out"]:
        print(a, len(coordinator.open("/it/account/"+a)))
    coordinator.open("/problems/"); print(coordinator.open("/problems/stale"))
    id = gateway.account()
    print(coordinator.open("/en/account/people/"+id)); coordinator.open("/en/account/people/"+id+"/change")
    print(coordinator.send("/en/account/clients/new", 200, name="Sys", city="catania", scopes=["registry:read"]))
    assert 0
