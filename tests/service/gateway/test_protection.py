"""Cross-site checks, safety headers and limits on every answer (ASVS 3.3 to 3.5, 14.3; IETF RateLimit headers)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Response

from services.chassis.web import asset
from tests.service.gateway.browser import Browser
from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]
CROSS_SITE: dict[str, dict[str, str]] = {
    "said by the browser": {"Sec-Fetch-Site": "cross-site"},
    "another host of the same site": {"Sec-Fetch-Site": "same-site"},
    "another origin": {"Origin": "https://evil.example"},
    "an origin that hides": {"Origin": "null"},
    "an origin that begins like ours": {"Origin": "http://localhost.evil.example"},
    "another port": {"Origin": "http://localhost:8081"},
    "nothing said": {},
}
OUR_OWN: dict[str, dict[str, str]] = {
    "said by the browser": {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    "typed in by the person": {"Sec-Fetch-Site": "none"},
    "our origin": {"Origin": "http://localhost"},
}


@pytest.fixture
def person(gateway: GatewayUnderTest) -> Browser:
    gateway.account()
    browser = Browser(gateway)
    browser.sign_in()
    return browser


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", CROSS_SITE.values(), ids=CROSS_SITE)
def test_another_site_changes_nothing_with_a_session(headers: dict[str, str], method: str, person: Browser) -> None:
    answer = person.client.open("/api/v1/registry/x", method=method, headers=headers)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "/problems/forbidden")


@pytest.mark.parametrize("headers", OUR_OWN.values(), ids=OUR_OWN)
def test_our_own_pages_may(headers: dict[str, str], person: Browser) -> None:
    assert person.client.post("/api/v1/registry/x", headers=headers).status_code == 200


def test_another_site_cannot_sign_somebody_in(gateway: GatewayUnderTest) -> None:
    gateway.account()
    data = {"email": "ada@example.org", "password": PASSWORD}
    answer = gateway.client().post("/en/account/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_reading_and_programs_are_not_hindered(gateway: GatewayUnderTest, person: Browser) -> None:
    assert person.client.get("/api/v1/registry/x", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    assert gateway.client().post("/api/v1/workshops/x").status_code == 200
    bearer = {"Authorization": f"Bearer {gateway.token('registry:write')}"}
    assert gateway.client().post("/api/v1/registry/x", headers=bearer).status_code == 200


ANSWERS = {
    "a service's": ("/api/v1/registry/x", 200),
    "the website's": ("/en/", 200),
    "our API's": ("/api/v1/gateway/accounts", 401),
    "an unknown address": ("/api/v1/nothing", 404),
    "a page of ours": ("/en/account/sign-in", 200),
    "a page that is not": ("/en/account/nothing", 404),
    "the key set": ("/.well-known/jwks.json", 200),
    "a probe": ("/healthz", 200),
    "an asset": (asset("favicon.svg"), 200),
    "no asset": ("/static/nothing.css", 404),
    "a failing service's": ("/failing", 500),
    "a problem's page": ("/problems/stale", 200),
}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_has_the_safety_headers(
    path: str, status: int, scheme: str, make_gateway: Make, upstream: Upstream
) -> None:
    upstream.answers["/failing"] = lambda: Response("no", status=500)
    gateway = make_gateway(public_url=f"{scheme}://localhost")
    answer = gateway.client().get(path, base_url=f"{scheme}://localhost", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers.get("Strict-Transport-Security") == (
        "max-age=31536000; includeSubDomains" if scheme == "https" else None
    )
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1


def test_an_unchanged_page_keeps_the_policy_that_came_with_it(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    upstream.answers["/en/known"] = lambda: Response(status=304, headers={"ETag": '"1"'})
    answer = gateway.client().get("/en/known", headers={"If-None-Match": '"1"', "Accept": "text/html"})
    assert (answer.status_code, answer.headers.get("Content-Security-Policy")) == (304, None)


def test_a_page_allows_its_scripts_by_a_nonce_that_is_new_each_time(gateway: GatewayUnderTest) -> None:
    policies = [gateway.client().get("/en/account/sign-in").headers["Content-Security-Policy"] for _visit in range(2)]
    assert all("script-src 'self' 'nonce-" in policy for policy in policies)
    assert policies[0] != policies[1]


def test_what_is_for_somebody_known_is_kept_by_nobody(
    gateway: GatewayUnderTest, person: Browser, upstream: Upstream
) -> None:
    def cacheable() -> Response:
        answer = Response("x", mimetype="text/plain")
        answer.headers["Cache-Control"] = "public, max-age=600"
        return answer

    upstream.answers["/api/v1/registry/x"] = cacheable
    assert person.client.get("/api/v1/registry/x").headers["Cache-Control"] == "no-store"
    assert person.client.get("/en/page").headers["Cache-Control"] == "private, no-store"
    assert gateway.client().get("/api/v1/registry/x").headers["Cache-Control"] == "public, max-age=600"


def test_assets_are_kept_for_ever_by_anybody_also_for_who_is_known(person: Browser) -> None:
    answer = person.client.get(asset("main.css"))
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_the_api_is_refused_over_plain_http_where_the_platform_is_on_https(make_gateway: Make) -> None:
    gateway = make_gateway(public_url="https://localhost")
    for path in ("/api/v1/registry/x", "/oauth/token"):
        answer = gateway.client().get(path, base_url="http://localhost")
        assert (answer.status_code, answer.headers.get("Location")) == (403, None)
    assert gateway.client().get("/api/v1/registry/x", base_url="https://localhost").status_code == 200


def _spent(answer: Any) -> tuple[int, str, str]:
    policy, state = answer.headers["RateLimit-Policy"], answer.headers["RateLimit"]
    return answer.status_code, policy, state.rpartition(";")[0]


def test_a_caller_learns_what_is_left_and_is_stopped_when_nothing_is(make_gateway: Make) -> None:
    gateway = make_gateway(limit_client="2/minute")
    bearer = {"Authorization": f"Bearer {gateway.token('registry:read')}"}
    answers = [gateway.client().get("/api/v1/registry/x", headers=bearer) for _request in range(3)]
    policy = '"client";q=2;w=60'
    assert [_spent(answer) for answer in answers] == [
        (200, policy, '"client";r=1'), (200, policy, '"client";r=0'), (429, policy, '"client";r=0'),
    ]  # fmt: skip
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].get_json()["type"] == "/problems/rate-limited"


def test_one_caller_does_not_spend_what_another_has(make_gateway: Make) -> None:
    gateway = make_gateway(limit_client="2/minute", limit_address="2/minute", trusted_proxies=1)
    tokens = [gateway.token("registry:read") for _client in range(2)]
    callers = [
        *({"Authorization": f"Bearer {token}"} for token in tokens),
        *({"X-Forwarded-For": f"spoofed, 203.0.113.{number}"} for number in range(2)),
    ]
    for headers in callers:
        answers = [gateway.client().get("/api/v1/registry/x", headers=headers).status_code for _request in range(3)]
        assert answers == [200, 200, 429]


def test_without_a_trusted_proxy_an_address_cannot_be_made_up(make_gateway: Make) -> None:
    gateway = make_gateway(limit_address="1/minute")
    headers = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(2)]
    assert [gateway.client().get("/en/", headers=one).status_code for one in headers] == [200, 429]


def test_what_anybody_may_send_has_a_closer_limit(make_gateway: Make) -> None:
    gateway = make_gateway(limit_public_post="1/minute")
    statuses = [gateway.client().post("/api/v1/workshops/x").status_code for _request in range(2)]
    assert statuses == [200, 429]
    assert gateway.client().get("/api/v1/workshops/x").status_code == 200


def test_wrong_tokens_cannot_be_tried_without_end(make_gateway: Make) -> None:
    gateway = make_gateway(limit_address="2/minute")
    tries = [{"Authorization": f"Bearer {number}"} for number in range(3)]
    assert [gateway.client().get("/api/v1/registry/x", headers=one).status_code for one in tries] == [401, 401, 429]


def test_too_many_requests_is_a_page_for_a_person(make_gateway: Make) -> None:
    gateway = make_gateway(limit_address="1/minute")
    headers = {"Accept": "text/html"}
    answers = [gateway.client().get("/de/", headers=headers) for _request in range(2)]
    assert (answers[1].status_code, answers[1].mimetype) == (429, "text/html")
    assert 'lang="de"' in answers[1].get_data(as_text=True)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X"])
def test_an_unusual_method_goes_no_further(method: str, gateway: GatewayUnderTest, upstream: Upstream) -> None:
    answer = gateway.client().open("/api/v1/registry/x", method=method)
    assert (answer.status_code, answer.get_json()["type"]) == (405, "/problems/method-not-allowed")
    assert "GET" in answer.headers["Allow"]
    assert upstream.seen == []
