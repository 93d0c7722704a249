"""The TCP proxy does what it says: a harm that does not happen would let every test with it pass."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from services.chassis.local.ports import LOOPBACK
from tests.reliability.world.tcp_proxy import TcpProxy


class Echo(socketserver.ThreadingTCPServer):
    """A server that says everything back, and keeps what it heard."""

    daemon_threads = True

    def __init__(self) -> None:
        self.heard = b""
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    while piece := self.request.recv(65536):
                        server.heard += piece
                        self.request.sendall(piece)
                except ConnectionResetError:
                    return

        super().__init__((LOOPBACK, 0), Handler)


@pytest.fixture
def echo() -> Iterator[Echo]:
    """The server, running."""
    with Echo() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[TcpProxy]:
    """A proxy before the server."""
    with TcpProxy(echo.server_address[1]) as made:
        yield made


@pytest.fixture
def client(proxy: TcpProxy) -> Iterator[socket.socket]:
    """A connection by way of the proxy that has been used."""
    with socket.create_connection((LOOPBACK, proxy.port), timeout=10) as connection:
        assert said_back(connection, b"hello")
        yield connection


def said_back(connection: socket.socket, words: bytes) -> bool:
    """Whether the server says `words` back."""
    connection.sendall(words)
    got = b""
    while len(got) < len(words):
        got += connection.recv(65536)
    return got == words


def test_it_carries_much_both_ways(client: socket.socket) -> None:
    much = bytes(range(256)) * 40_000
    threading.Thread(target=client.sendall, args=(much,), daemon=True).start()
    got = bytearray()
    while len(got) < len(much):
        got += client.recv(1 << 20)
    assert got == much


def test_a_cut_is_a_reset(proxy: TcpProxy, client: socket.socket) -> None:
    assert (proxy.connections, proxy.cut()) == (1, 1)
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    with socket.create_connection((LOOPBACK, proxy.port), timeout=10) as another:
        assert said_back(another, b"again")


def test_a_half_open_connection_says_nothing_and_then_goes_on(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.fall_silent()
    client.sendall(b"anybody?")
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(1)
    with socket.create_connection((LOOPBACK, proxy.port), timeout=0.3) as another, pytest.raises(TimeoutError):
        said_back(another, b"you?")
    proxy.speak()
    client.settimeout(10)
    assert client.recv(8) == b"anybody?"


def test_a_delay_holds_words_back(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.delay(0.2)
    began = time.monotonic()
    assert said_back(client, b"slow")
    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize("delivered", [True, False])
def test_a_cut_at_certain_words(proxy: TcpProxy, client: socket.socket, echo: Echo, delivered: bool) -> None:
    cut = proxy.cut_at(b"commit", delivered=delivered)
    assert said_back(client, b"begin") and not cut.is_set()
    client.sendall(b"please commit")
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    assert cut.wait(5)
    assert (b"commit" in echo.heard) is delivered


def test_without_a_server_a_client_is_cut(proxy: TcpProxy, echo: Echo) -> None:
    echo.shutdown()
    echo.server_close()
    with pytest.raises(ConnectionResetError):
        socket.create_connection((LOOPBACK, proxy.port), timeout=10).recv(1)
