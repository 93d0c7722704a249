"""A broker without room: requests are answered, effects come by the feeds, and it takes what waited later."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from services.chassis.events import bus
from services.chassis.local.ports import LOOPBACK
from tests.reliability.conftest import Pair, until, waiting

pytestmark = pytest.mark.long


@pytest.fixture
def full(broker_url: str, request: pytest.FixtureRequest) -> Iterator[Callable[[bool], None]]:
    """Has the broker of the pair refuse for lack of room, or take again."""
    if bus.is_rabbitmq(broker_url):
        change = request.getfixturevalue("rabbitmq_node").lack_disk
    else:
        port = request.getfixturevalue("valkey_port")

        def change(lacking: bool) -> None:
            with socket.create_connection((LOOPBACK, port)) as connection:
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
