"""Bodies flow through the door, each way, in little memory and of one length."""

from __future__ import annotations

import hashlib
import os
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from io import RawIOBase

import pytest
from flask import Response, stream_with_context

from services.chassis.local.ports import LOOPBACK
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

MIB = 1024 * 1024
BUFFERS = 12 * MIB
"""Of which ten million bytes are one buffer of Werkzeug's server behind the gateway, which runs in this process too."""


class Endless(RawIOBase):
    """A body of random bytes that nobody holds whole."""

    def __init__(self, length: int) -> None:
        self.left, self.position, self.digest = length, 0, hashlib.sha256()

    def tell(self) -> int:
        """Asked by the test client to learn the length."""
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Asked by the test client to learn the length."""
        self.position = self.left if whence else offset
        return self.position

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = os.urandom(min(size, self.left))
        self.left -= len(piece)
        self.digest.update(piece)
        return piece


def test_a_long_body_flows_through_little_memory(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    source = Endless(40 * MIB)
    tracemalloc.start()
    try:
        answer = gateway.client().post("/api/v1/registry/x", input_stream=source, content_length=40 * MIB)
        highest = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.get_json()["sha256"] == source.digest.hexdigest()
    assert highest < BUFFERS


def test_a_long_answer_flows_through_little_memory(gateway: GatewayUnderTest, upstream: Upstream) -> None:
    def pieces() -> Iterator[bytes]:
        for _number in range(40 * 16):
            yield b"x" * (MIB // 16)

    upstream.answers["/long"] = lambda: Response(stream_with_context(pieces()), mimetype="text/plain")
    tracemalloc.start()
    try:
        answer = gateway.client().get("/long", buffered=False)
        received = sum(len(piece) for piece in answer.iter_encoded())
        assert tracemalloc.get_traced_memory()[1] < BUFFERS
    finally:
        tracemalloc.stop()
    assert received == 40 * MIB


def test_a_client_that_leaves_costs_no_connection(
    make_gateway: Callable[..., GatewayUnderTest], upstream: Upstream
) -> None:
    gateway = make_gateway(connections=2)
    upstream.answers["/long"] = lambda: Response((b"x" * MIB for _number in range(20)), mimetype="text/plain")
    for _visit in range(5):
        answer = gateway.client().get("/long", buffered=False)
        next(iter(answer.iter_encoded()))
        answer.close()
    assert gateway.client().get("/en/").status_code == 200


def test_too_long_a_body_is_refused_before_it_is_read(
    make_gateway: Callable[..., GatewayUnderTest], upstream: Upstream
) -> None:
    gateway = make_gateway(largest_body=MIB)
    promise = f"POST /api/v1/registry/x HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * MIB}\r\n\r\n"
    with socket.create_connection((LOOPBACK, gateway.port), timeout=10) as connection:
        connection.sendall(promise.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
    assert upstream.seen == []


@pytest.mark.parametrize(
    "lengths",
    [
        {"CONTENT_LENGTH": "5", "HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_TRANSFER_ENCODING": "gzip, chunked"},
        {"CONTENT_LENGTH": "+5"},
        {"CONTENT_LENGTH": "5, 5"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "0x5"},
    ],
)
def test_a_body_of_unclear_length_is_refused(
    lengths: dict[str, str], gateway: GatewayUnderTest, upstream: Upstream
) -> None:
    answer = gateway.client().post("/api/v1/registry/x", environ_overrides=lengths)
    assert (answer.status_code, answer.get_json()["type"]) == (400, "/problems/bad-request")
