"""No second request hides in a first one on its way through gunicorn and the door (ASVS 4.2.1): on raw sockets."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.chassis.local.ports import LOOPBACK
from tests.service.gateway.deployed import deployed
from tests.service.gateway.under_test import Upstream

HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = "GET /api/v1/registry/y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
CHUNKED_NOTHING = "0\r\n\r\n"


@pytest.fixture(scope="module")
def behind() -> Iterator[Upstream]:
    """The server behind the gateway, for all tests of this module."""
    made = Upstream()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def port(prepared_store: dict[str, Any], platform_keys: Path, behind: Upstream) -> Iterator[int]:
    """The gateway in gunicorn, as it is deployed."""
    with deployed(prepared_store, platform_keys, behind) as gateway:
        yield gateway.port


@pytest.fixture
def reached(behind: Upstream) -> list[str]:
    """The request lines that reached the service behind the gateway."""
    behind.seen.clear()
    return behind.seen


def _send(port: int, raw: str) -> str:
    """Send bytes as they are; everything that comes back until the other side closes or has nothing more to say."""
    with socket.create_connection((LOOPBACK, port), timeout=20) as connection:
        connection.sendall(raw.encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := _received(connection):
            received += piece
    return received.decode("latin-1")


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except (TimeoutError, ConnectionResetError):
        return b""


def _post(headers: str, body: str) -> str:
    return f"POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{body}"


PAIRS = {
    "a length and chunks": _post("Content-Length: 44\r\nTransfer-Encoding: chunked", CHUNKED_NOTHING + HIDDEN),
    "chunks and a length": _post("Transfer-Encoding: chunked\r\nContent-Length: 4", CHUNKED_NOTHING + HIDDEN),
    "two lengths": _post(f"Content-Length: 0\r\nContent-Length: {len(HIDDEN)}", HIDDEN),
    "a length with a sign": _post(f"Content-Length: +{len(HIDDEN)}", HIDDEN),
    "a length in hexadecimal digits": _post(f"Content-Length: {len(HIDDEN):#x}", HIDDEN),
    "a space before the colon": _post("Content-Length : 5", HIDDEN),
    "chunks by another name": _post("Transfer-Encoding: xchunked", CHUNKED_NOTHING + HIDDEN),
    "chunks twice": _post("Transfer-Encoding: chunked, chunked", CHUNKED_NOTHING + HIDDEN),
    "a length and two encodings": _post(
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: 5", CHUNKED_NOTHING + HIDDEN
    ),
    "a tab before chunked": _post("Transfer-Encoding:\x0bchunked", CHUNKED_NOTHING + HIDDEN),
    "a folded header": _post(f"X: y\r\n Content-Length: {len(HIDDEN)}", HIDDEN),
    "an underscore for a hyphen": _post(f"Content_Length: {len(HIDDEN)}\r\nContent-Length: {len(HIDDEN)}", HIDDEN),
    "a bare line feed": f"GET /api/v1/registry/x HTTP/1.1\r\nHost: x\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
    "a null byte": _post(f"Content-Length: {len(HIDDEN)}\x00", HIDDEN),
}  # fmt: skip


@pytest.mark.parametrize("raw", PAIRS.values(), ids=PAIRS)
def test_one_request_is_never_two(raw: str, port: int, reached: list[str]) -> None:
    answered = _send(port, raw)
    assert "/hidden" not in "\n".join(reached)
    assert len(reached) <= 1
    assert answered.count("HTTP/1.1 2") <= 1


def test_two_plain_requests_on_one_connection_are_two(port: int, reached: list[str]) -> None:
    answered = _send(
        port,
        _post("Content-Length: 3", "abc") + LAST,
    )
    assert reached == ["POST /api/v1/registry/x", "GET /api/v1/registry/y"]
    assert answered.count("HTTP/1.1 200 OK") == 2


def test_chunks_arrive_whole_and_are_told_apart_from_what_follows(port: int, reached: list[str]) -> None:
    answered = _send(port, _post("Transfer-Encoding: chunked\r\nConnection: close", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
    assert reached == ["POST /api/v1/registry/x"]
    assert '"length": 5' in answered


def test_a_spoofed_header_with_underscores_does_not_come_through(port: int, reached: list[str]) -> None:
    answered = _send(
        port,
        "GET /api/v1/registry/x HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 1\r\nPassport: x\r\nConnection: close\r\n\r\n",
    )
    assert '"X-Forwarded-For"' not in answered and '"Passport": "x"' not in answered


def test_chunks_that_are_none_are_refused(port: int, reached: list[str]) -> None:
    answered = _send(port, _post("Transfer-Encoding: chunked", "zz\r\nabc\r\n0\r\n\r\n"))
    assert answered.startswith("HTTP/1.1 400 ")


def _break_off(port: int, raw: str) -> None:
    """Send bytes, then reset the connection."""
    connection = socket.create_connection((LOOPBACK, port), timeout=2)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(raw.encode("latin-1"))
    connection.close()


def test_a_client_that_breaks_off_opens_no_breaker(port: int, reached: list[str]) -> None:
    for _try in range(4):
        _send(port, _post("Content-Length: 1000000", "x" * 100_000))
        _break_off(port, _post("Content-Length: 1000000", "x" * 100_000))
        _break_off(port, _post("Transfer-Encoding: chunked", "3\r\nabc\r\n"))
    answered = _send(port, LAST)
    assert "HTTP/1.1 200 OK" in answered
