"""Cookies of the services behind the door (security list 24): never in the clear over HTTPS, not believed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response

from services.website.public.vote.voter import Voter
from tests.service.gateway.conftest import (  # noqa: F401  fixtures
    GatewayUnderTest,
    Upstream,
    make_gateway,
    prepared_store,
    upstream,
)


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_a_cookie_of_a_service_is_secure_where_the_platform_is_on_https(
    scheme: str,
    secure: bool,
    make_gateway: Callable[..., GatewayUnderTest],  # noqa: F811
    upstream: Upstream,  # noqa: F811
) -> None:
    def answer() -> Response:
        said = Response("")
        said.set_cookie("vote-KC7F4M", "a-token", httponly=True, samesite="Lax")
        said.set_cookie("done", "a-key", secure=True)
        return said

    upstream.answers["/en/vote"] = answer
    gateway = make_gateway(public_url=f"{scheme}://localhost")
    told = gateway.client().get("/en/vote", base_url=f"{scheme}://localhost").headers.getlist("Set-Cookie")
    assert [cookie.split(";").count(" Secure") for cookie in told] == [int(secure), 1]
    assert told[0].startswith("vote-KC7F4M=a-token; ") and " HttpOnly" in told[0]


@pytest.mark.parametrize(
    ("cookie", "votes"),
    [
        ("token:1.0", ["b", "a"]),
        ("token:", []),
        ("token:7.-1.x.\u00b2", []),
        ("token:" + "9" * 5000, []),
        ("token", []),
    ],
)
def test_a_phone_that_remembers_nonsense_has_chosen_nothing(cookie: str, votes: list[str]) -> None:
    round = {"code": "KC7F4M", "ideas": [{"id": "a"}, {"id": "b"}]}
    with Flask("phone").test_request_context(headers={"Cookie": f"vote-KC7F4M={cookie}"}):
        voter = Voter.of_phone(round)
    assert voter is not None and voter.votes == votes
