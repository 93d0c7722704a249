"""Clients that are slow, silent or half done cost a socket and delay nobody (security list 8; fault 21)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Response

from gateway.server.bounds import Bounds
from tests.service.gateway.raw import GET, Raw
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]
SLOW = 200
QUICK_SECONDS = 5
"""Twenty answers take a tenth of a second; a server that waits for slow clients takes longer than they have."""
HALF = {
    "an empty connection": "",
    "half a head": f"{GET}X-",
    "half a body": "POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab",
    "half a long body": "POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nab",
    "half a chunk": "POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nab",
    "half a sign-in": "POST /en/account/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab",
}
DRIP_SECONDS = 0.2


def _drip(slow: list[Raw], over: threading.Event) -> None:
    """One more byte for each, again and again."""
    while not over.wait(DRIP_SECONDS):
        for one in slow:
            try:
                one.send("a")
            except OSError:
                continue


def _answered(gateway: GatewayUnderTest) -> int:
    """How many of twenty requests are answered well in time."""
    began = time.monotonic()
    statuses = [gateway.client().get("/api/v1/registry/y").status_code for _request in range(20)]
    return statuses.count(200) if time.monotonic() - began < QUICK_SECONDS else 0


def test_others_are_answered_while_two_hundred_drip(make_gateway: Make, upstream: Upstream) -> None:
    gateway, over = make_gateway(connections=2), threading.Event()
    with ExitStack() as stack:
        slow = [stack.enter_context(Raw(gateway.port)) for _client in range(SLOW)]
        for one, half in zip(slow, list(HALF.values()) * SLOW, strict=False):
            one.send(half)
        dripping = threading.Thread(target=_drip, args=(slow[: SLOW // 2], over))
        dripping.start()
        try:
            assert _answered(gateway) == 20
            assert gateway.client().get("/en/account/sign-in").status_code == 200
        finally:
            over.set()
            dripping.join()
    assert set(upstream.seen) == {"GET /api/v1/registry/y"}


@pytest.mark.parametrize("half", [half for name, half in HALF.items() if "empty" not in name])
@pytest.mark.parametrize("drips", [False, True])
def test_what_does_not_come_in_time_is_ended(half: str, drips: bool, make_gateway: Make, upstream: Upstream) -> None:
    bounds = Bounds(head_seconds=0.4, silence_seconds=0.4, body_seconds=0.4, linger_seconds=0.2)
    over = threading.Event()
    with Raw(make_gateway(bounds=bounds).port) as raw:
        raw.send(half)
        dripping = threading.Thread(target=_drip, args=([raw] if drips else [], over))
        dripping.start()
        try:
            assert raw.rest().startswith(("HTTP/1.1 408 ", "HTTP/1.1 400 "))
        finally:
            over.set()
            dripping.join()
    assert upstream.seen == []


@pytest.mark.parametrize("first", ["", f"{GET}\r\n"])
def test_a_connection_that_asks_nothing_is_closed(first: str, make_gateway: Make, upstream: Upstream) -> None:
    with Raw(make_gateway(bounds=Bounds(head_seconds=0.3, idle_seconds=0.3, linger_seconds=0.2)).port) as raw:
        raw.send(first)
        if first:
            assert raw.answer().startswith("HTTP/1.1 200 OK")
        assert raw.is_closed()


def test_who_takes_nothing_of_a_long_answer_gives_the_service_back(make_gateway: Make, upstream: Upstream) -> None:
    def endless() -> Iterator[bytes]:
        for _piece in range(200):
            yield b"x" * 1_000_000

    upstream.answers["/api/v1/registry/long"] = lambda: Response(endless(), mimetype="text/plain")
    gateway = make_gateway(connections=1, place_seconds=10, bounds=Bounds(silence_seconds=0.5))
    with Raw(gateway.port) as raw:
        raw.send("GET /api/v1/registry/long HTTP/1.1\r\nHost: x\r\n\r\n")
        raw.until("\r\n\r\n")
        assert gateway.client().get("/api/v1/registry/x").status_code == 200


def test_too_many_connections_cost_the_one_that_asks_for_nothing(make_gateway: Make, upstream: Upstream) -> None:
    gateway = make_gateway(bounds=Bounds(connections=3))
    with Raw(gateway.port) as oldest, Raw(gateway.port) as second, Raw(gateway.port) as third:
        for one in (oldest, second, third):
            one.send(f"{GET}X-")
            time.sleep(0.05)
        assert gateway.client().get("/api/v1/registry/y").status_code == 200
        assert oldest.is_closed()
        second.send("Y: 1\r\n\r\n")
        assert second.answer().startswith("HTTP/1.1 200 OK")
