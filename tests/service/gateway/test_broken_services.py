"""What a caller sees when a service breaks off, lies about its answer, or speaks no HTTP."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from gateway.routing import SERVICES
from tests.service.gateway.raw import GET, LAST, Raw, saying
from tests.service.gateway.under_test import GatewayUnderTest

Make = Callable[..., GatewayUnderTest]
LONG = 1_000_000


def _says(text: str) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(text.encode("latin-1"))


NO_ANSWER = {
    "nothing": "",
    "half a head": "HTTP/1.1 200 OK\r\nContent-Le",
    "half a short body": "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "no HTTP": "+OK ready\r\n",
    "two lengths": "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length and chunks": "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another protocol": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "a head without end": "HTTP/1.1 200 OK\r\n" + "X: " + "y" * 100_000,
}


@pytest.mark.parametrize("said", NO_ANSWER.values(), ids=NO_ANSWER)
def test_no_answer_is_told_as_a_problem(said: str, make_gateway: Make) -> None:
    with saying(_says(said)) as url:
        answer = make_gateway(service_urls=dict.fromkeys(SERVICES, url)).client().get("/api/v1/registry/x")
    assert (answer.status_code, answer.get_json()["type"]) == (503, "/problems/unavailable")


BROKEN_OFF = {
    "a length": f"HTTP/1.1 200 OK\r\nContent-Length: {LONG}\r\n\r\nabc",
    "chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
}


@pytest.mark.parametrize("said", BROKEN_OFF.values(), ids=BROKEN_OFF)
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_half_an_answer_is_never_taken_for_a_whole(said: str, version: str, make_gateway: Make) -> None:
    with saying(_says(said)) as url, Raw(make_gateway(service_urls=dict.fromkeys(SERVICES, url)).port) as raw:
        raw.send(GET.replace("1.1", version) + "\r\n")
        try:
            heard = b""
            while piece := raw.socket.recv(65536):
                heard += piece
            ended_well = heard.endswith(b"0\r\n\r\n") or (version == "1.0" and b"content-length" not in heard.lower())
        except ConnectionResetError:
            ended_well = False
    assert not ended_well


def test_an_answer_that_ends_with_its_connection_is_whole(make_gateway: Make) -> None:
    with saying(_says("HTTP/1.1 200 OK\r\n\r\nabc")) as url:
        answer = make_gateway(service_urls=dict.fromkeys(SERVICES, url)).client().get("/api/v1/registry/x")
    assert (answer.status_code, answer.get_data()) == (200, b"abc")


def test_what_a_service_says_beforehand_is_not_its_answer(make_gateway: Make) -> None:
    said = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    with saying(_says(said)) as url, Raw(make_gateway(service_urls=dict.fromkeys(SERVICES, url)).port) as raw:
        raw.send(LAST)
        heard = raw.rest()
    assert heard.startswith("HTTP/1.1 200 OK") and heard.endswith("abc") and "Link" not in heard


def test_what_changes_something_is_sent_once(make_gateway: Make) -> None:
    asked: list[int] = []
    with saying(lambda _connection: asked.append(1)) as url:
        gateway = make_gateway(service_urls=dict.fromkeys(SERVICES, url))
        assert gateway.client().post("/api/v1/registry/x").status_code == 503
    assert asked == [1]
