"""What we make of answers when a stranger gave the address: RELIABILITY fault 13, security list 13 and 14."""

import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.client import Reach, Unanswered
from tests.certificates import certificate
from tests.security.listener import OK, Listener, listening, post, whole_request


@pytest.fixture
def canary() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def test_the_connection_goes_to_the_checked_address_and_the_resolver_is_asked_once(canary: Listener) -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    answer = post(f"http://city.example:{canary.port}/hook?x=1", reach=Reach.PRIVATE, resolve=resolve)
    assert answer.status == 204
    assert asked == [("city.example", canary.port)]
    assert canary.heard.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"Host: city.example:{canary.port}\r\n".encode() in canary.heard


def test_a_redirect_is_an_answer_and_is_not_followed(canary: Listener) -> None:
    there = f"http://127.0.0.1:{canary.port}/"
    moved = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n"
    with listening(lambda connection: connection.sendall(moved.encode())) as server:
        answer = post(f"http://127.0.0.1:{server.port}/", reach=Reach.PRIVATE)
    assert (answer.status, canary.calls) == (307, 0)


def test_a_tarpit_is_left_at_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)  # the fault itself, not a wait of the test

    with listening(drip) as server:
        began = time.monotonic()
        with pytest.raises(Unanswered):
            post(f"http://127.0.0.1:{server.port}/", reach=Reach.PRIVATE, timeout=0.6)
    assert time.monotonic() - began < 2


def test_of_a_huge_answer_only_the_beginning_is_read() -> None:
    sent = []

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            sent.append(connection.send(b"x" * 65536))

    with listening(flood) as server:
        answer = post(f"http://127.0.0.1:{server.port}/", reach=Reach.PRIVATE)
    assert answer.first_bytes == b"x" * 1024
    assert sum(sent) < 50_000_000


@pytest.mark.parametrize("broken", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Len"])
def test_an_answer_that_is_not_http_is_no_answer(broken: bytes) -> None:
    with (
        listening(lambda connection: connection.sendall(broken)) as server,
        pytest.raises(Unanswered),
    ):
        post(f"http://127.0.0.1:{server.port}/", reach=Reach.PRIVATE)


@pytest.mark.parametrize(("named", "status"), [("city.example", 204), ("other.example", None)])
def test_the_certificate_must_name_the_host_although_the_address_is_pinned(
    named: str, status: int | None, tmp_path: Path
) -> None:
    serving, trusted = certificate(named, tmp_path)
    trusting = ssl.create_default_context(cafile=trusted)

    def over_tls(connection: socket.socket) -> None:
        with serving.wrap_socket(connection, server_side=True) as secured:
            whole_request(secured)
            secured.sendall(OK)

    with listening(over_tls, reads_first=False) as server:
        call = lambda: post(  # noqa: E731
            f"https://city.example:{server.port}/", reach=Reach.PRIVATE, tls=trusting,
            resolve=lambda host, port: ["127.0.0.1"],
        )  # fmt: skip
        if status:
            assert call().status == status
        else:
            with pytest.raises(Unanswered, match="CERTIFICATE_VERIFY_FAILED"):
                call()
