"""What passes the door to a service and back, and what does not."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Response

from gateway.routing import SERVICES
from services.chassis.actor import Actor
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]


def _seen(answer: Any) -> dict[str, str]:
    """The headers that reached the service, by their names in small letters."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {name.lower(): value for name, value in answer.get_json()["headers"].items()}


def test_a_service_learns_who_asks_from_the_passport_alone(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    spoofed = {
        "Passport": "forged", "Forwarded": "for=1.2.3.4", "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Host": "evil.example",
        "X-User": "root", "X-User-Id": "root", "X-Real-IP": "1.2.3.4", "X-Original-URL": "/admin",
        "Authorization": "Basic eDp5",
        "Accept-Language": "hu;q=0.9, xx", "Via": "1.1 evil",
    }  # fmt: skip
    seen = _seen(gateway.client().get("/api/v1/registry/cities", headers=spoofed))
    assert gateway.verifier.verify(seen["passport"], "registry") == Actor.anonymous("hu")
    assert set(seen) == {"host", "passport", "traceparent", "accept-language"}


def test_headers_of_one_connection_end_at_the_door(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    hop_by_hop = {
        "Connection": "keep-alive, X-Secret", "X-Secret": "1", "Keep-Alive": "timeout=5", "TE": "trailers",
        "Upgrade": "websocket", "Proxy-Authorization": "Basic eDp5", "Trailer": "Expires", "X-Kept": "1",
    }  # fmt: skip
    seen = _seen(gateway.client().get("/api/v1/registry/cities", headers=hop_by_hop))
    assert set(seen) == {"host", "passport", "traceparent", "x-kept"}


def test_what_a_service_may_not_say_is_taken_out_of_its_answer(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    def answer() -> Response:
        made = Response("hello", mimetype="text/plain")
        made.headers.extend([
            ("Connection", "X-Inner"), ("X-Inner", "1"), ("X-Powered-By", "us"), ("Passport", "leak"),
            ("Trace-Id", "0"),
            ("Set-Cookie", "session=stolen; Path=/"), ("Set-Cookie", "form=1"), ("Set-Cookie", "done=2"),
            ("ETag", '"1"'),
        ])  # fmt: skip
        return made

    upstream.answers["/page"] = answer
    headers = gateway.client().get("/page").headers
    assert headers.getlist("Set-Cookie") == ["form=1", "done=2"]
    assert headers["ETag"] == '"1"'
    assert {"X-Inner", "X-Powered-By", "Passport", "Connection", "Server"} & set(headers.keys()) == set()
    assert len(headers["Trace-Id"]) == 32


def test_the_session_stays_with_the_gateway_and_other_cookies_pass(
    gateway: GatewayUnderTest, upstream: Upstream
) -> None:
    seen = _seen(gateway.client(use_cookies=False).get("/en/", headers={"Cookie": "a=1; session=secret; b=2"}))
    assert seen["cookie"] == "a=1; b=2"


def test_an_address_reaches_the_service_as_it_was_sent(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    for address in ("/api/v1/registry/a%2Fb?q=%C3%A9&x=1+2", "/api/v1/registry//c/./d", "/it/citt%C3%A0?%3Ca%3E"):
        assert gateway.client().get("/x", environ_overrides=_raw(address)).get_json()["path"] == address


def _raw(address: str) -> dict[str, str]:
    return {"RAW_URI": address, "REQUEST_URI": address}


def test_a_trace_goes_on_through_the_door(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = gateway.client().get("/api/v1/registry/x", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert answer.headers["Trace-Id"] == trace
    assert _seen(answer)["traceparent"].split("-")[1] == trace
    assert _seen(answer)["traceparent"].split("-")[2] != "00f067aa0ba902b7"


def test_a_trace_begins_at_the_door_where_none_or_a_wrong_one_came(
    gateway: GatewayUnderTest, upstream: Upstream
) -> None:
    for sent in ({}, {"traceparent": "00-zz-1-01"}, {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01"}):
        answer = gateway.client().get("/api/v1/registry/x", headers=sent)
        assert answer.headers["Trace-Id"] == _seen(answer)["traceparent"].split("-")[1]
        assert set(answer.headers["Trace-Id"]) != {"0"}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_methods_bodies_and_conditions_pass(method: str, gateway: GatewayUnderTest, upstream: Upstream) -> None:
    body = b"" if method == "GET" else json.dumps({"name": "é" * 100}).encode()
    headers = {"If-Match": '"3"', "Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = gateway.client().open("/api/v1/registry/x", method=method, data=body, headers=headers)
    seen, echo = _seen(answer), answer.get_json()
    assert (echo["method"], echo["length"], echo["sha256"]) == (method, len(body), hashlib.sha256(body).hexdigest())
    assert (seen["if-match"], seen["idempotency-key"], seen["content-type"]) == ('"3"', "k", "application/json")


def test_a_stopped_service_is_told_as_a_problem_in_the_readers_language(
    make_gateway: Callable[..., GatewayUnderTest], upstream: Upstream
) -> None:
    gateway = make_gateway(service_urls=dict.fromkeys(SERVICES, "http://127.0.0.1:1"))
    answer = gateway.client().get("/api/v1/registry/x", headers={"Accept-Language": "it"})
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) >= 1
    english = gateway.client().get("/api/v1/registry/x").get_json()
    assert answer.get_json()["title"] not in ("", english["title"])
    assert english["type"] == "/problems/unavailable"
    assert answer.get_json()["trace"] == answer.headers["Trace-Id"]


def test_a_slow_service_does_not_hold_the_reader(
    make_gateway: Callable[..., GatewayUnderTest], upstream: Upstream
) -> None:
    released = upstream.hold("/slow")
    gateway = make_gateway(read_seconds=0.2)
    try:
        assert gateway.client().get("/slow").status_code == 503
    finally:
        released.set()


def test_a_slow_service_holds_its_own_places_and_nobody_elses(make_gateway: Make, upstream: Upstream) -> None:
    released, gateway = upstream.hold("/api/v1/registry/slow"), make_gateway(connections=1, place_seconds=0)
    waiting = threading.Thread(target=lambda: gateway.client().get("/api/v1/registry/slow"))
    waiting.start()
    try:
        upstream.until_asked("/api/v1/registry/slow")
        answer = gateway.client().get("/api/v1/registry/x")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert gateway.client().get("/api/v1/support/x").status_code == 200
        assert gateway.door.upstreams["registry"].breaker.lets_through()
    finally:
        released.set()
        waiting.join()


def test_a_stopped_website_is_told_as_a_page(make_gateway: Make, upstream: Upstream) -> None:
    gateway = make_gateway(service_urls=dict.fromkeys(SERVICES, "http://127.0.0.1:1"))
    answer = gateway.client().get("/hu/plans", headers={"Accept": "text/html"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, "text/html", "2")
    assert '<html lang="hu"' in page and answer.headers["Trace-Id"] in page


def test_a_dead_service_is_spared_and_the_others_are_not(
    make_gateway: Callable[..., GatewayUnderTest], upstream: Upstream
) -> None:
    gateway = make_gateway()
    door = gateway.door
    upstream.stop()
    statuses = [gateway.client().get("/api/v1/registry/x").status_code for _try in range(5)]
    assert (statuses, door.upstreams["registry"].breaker.lets_through()) == ([503] * 5, False)
    assert gateway.client().get("/api/v1/support/x").status_code == 503
    assert door.upstreams["support"].breaker.lets_through()


def test_a_kept_connection_that_closed_is_no_failure_for_a_reader(
    gateway: GatewayUnderTest, upstream: Upstream
) -> None:
    def closing() -> Response:
        answer = Response("bye")
        answer.headers["Connection"] = "close"
        return answer

    upstream.answers["/closing"] = closing
    assert [gateway.client().get("/closing").status_code for _try in range(10)] == [200] * 10


def test_all_actors_reach_a_service_as_they_are(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    token = gateway.token("registry:read", "support:write", city="catania")
    seen = _seen(gateway.client().get("/api/v1/registry/x", headers={"Authorization": f"Bearer {token}"}))
    actor = gateway.verifier.verify(seen["passport"], "registry")
    assert replace(actor, id="") == Actor(
        id="", kind="client", roles=frozenset({"city_system"}), cities=frozenset({"catania"}),
        scopes=frozenset({"registry:read", "support:write"}), name="City system",
    )  # fmt: skip


def test_a_passport_is_for_one_service_but_the_websites_is_for_all(
    gateway: GatewayUnderTest, upstream: Upstream
) -> None:
    from services.chassis.errors import Unauthenticated

    narrow = _seen(gateway.client().get("/api/v1/registry/x"))["passport"]
    wide = _seen(gateway.client().get("/en/"))["passport"]
    with pytest.raises(Unauthenticated):
        gateway.verifier.verify(narrow, "support")
    for service in ("registry", "workshops", "transfers", "support", "notifications", "website", "gateway"):
        assert gateway.verifier.verify(wide, service).kind == "anonymous"


def test_a_pages_language_is_that_of_its_address(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    seen = _seen(gateway.client().get("/fr/villes", headers={"Accept-Language": "de"}))
    assert gateway.verifier.verify(seen["passport"], "website").language == "fr"
