"""What the publisher hands to a real RabbitMQ arrives as it was, in order, or is a problem."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kombu import Connection

from services.chassis.events.bus import BrokerProblem, Publisher, queue_of

pytestmark = pytest.mark.needing_rabbitmq
KEY = "eu.learning-cities.notes.note.written.v1"


@pytest.fixture
def publisher(rabbitmq_url: str) -> Iterator[Publisher]:
    made = Publisher(rabbitmq_url)
    yield made
    made.close()


def declare(url: str) -> None:
    with Connection(url) as connection:
        queue_of("listener", ["notes"], url)(connection).declare()


def received(url: str, count: int) -> list[tuple[bytes, dict]]:
    """The bodies and properties of what the listener's queue holds."""
    with Connection(url) as connection:
        channel = connection.channel()
        messages = [channel.basic_get("learning-cities.listener.v1") for _message in range(count)]
        return [(_bytes(one.body), one.properties) for one in messages]


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)


def test_messages_arrive_in_order_as_they_were_whatever_their_size(rabbitmq_url: str, publisher: Publisher) -> None:
    declare(rabbitmq_url)
    bodies = [b"{}", b"x" * 200_000, "é".encode(), b"y" * 1_500_000, *(b"%d" % number for number in range(50))]
    publisher.publish([(KEY, body) for body in bodies])
    found = received(rabbitmq_url, len(bodies))
    assert [body for body, _properties in found] == bodies
    wanted = {"content_type": "application/json", "content_encoding": "utf-8", "delivery_mode": 2}
    assert {name: found[0][1][name] for name in wanted} == wanted


def test_what_no_queue_takes_is_a_problem_and_the_next_batch_is_not(rabbitmq_url: str, publisher: Publisher) -> None:
    with pytest.raises(BrokerProblem, match="unroutable"):
        publisher.publish([(KEY, b"{}")])
    declare(rabbitmq_url)
    publisher.publish([(KEY, b"{}")])
    with pytest.raises(BrokerProblem, match="unroutable"):
        publisher.publish([(KEY, b"{}"), ("elsewhere", b"{}"), (KEY, b"{}")])


def test_a_connection_that_the_broker_has_closed_is_a_problem_once(rabbitmq_url: str, publisher: Publisher) -> None:
    declare(rabbitmq_url)
    publisher.publish([(KEY, b"{}")])
    publisher._connection.connection.transport.sock.close()
    with pytest.raises(BrokerProblem):
        publisher.publish([(KEY, b"{}")])
    publisher.publish([(KEY, b"{}")])


def test_of_several_addresses_the_one_that_answers_is_taken(rabbitmq_url: str) -> None:
    declare(rabbitmq_url)
    publisher = Publisher(f"amqp://guest:guest@127.0.0.1:1//;{rabbitmq_url.removeprefix('py')}")
    publisher.publish([(KEY, b"{}")])
    publisher.close()
    assert [body for body, _properties in received(rabbitmq_url, 1)] == [b"{}"]
