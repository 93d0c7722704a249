"""A broker without room: requests are answered, effects come by the feeds, and it takes what waited later."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from services.chassis.local.ports import LOOPBACK
from tests.reliability.conftest import Pair, until, waiting


@pytest.fixture
def broker_url(valkey_url: str) -> str:
    """The broker of the pair."""
    return valkey_url


@pytest.fixture
def full(valkey_port: int) -> Iterator[Callable[[bool], None]]:
    """Has the broker refuse for lack of memory, or take again."""

    def change(lacking: bool) -> None:
        with socket.create_connection((LOOPBACK, valkey_port)) as connection:
            connection.sendall(f"CONFIG SET maxmemory {1 if lacking else 0}\r\n".encode())
            assert connection.recv(16) == b"+OK\r\n"

    yield change
    change(False)


def test_a_broker_without_room_stops_no_request_and_has_everything_later(
    pair: Pair, full: Callable[[bool], None]
) -> None:
    pair.start("notes")
    pair.start("listener")
    pair.write(3)
    until(lambda: pair.converged() and waiting(pair) == 0, "three effects")
    full(True)
    pair.write(3)
    until(pair.converged, "the effects, by the feed")
    assert waiting(pair) == 3
    full(False)
    until(lambda: waiting(pair) == 0, "the broker to take what waited")
    assert pair.converged()
