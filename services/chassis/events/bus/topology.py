"""The broker's topology: how to connect, the exchange that events go to, the queue of each service."""

from __future__ import annotations

from collections.abc import Sequence

import amqp
import structlog
from kombu import Connection, Exchange, Queue, binding

log = structlog.get_logger()

EXCHANGE = Exchange("learning-cities.events", type="topic", durable=True, delivery_mode="persistent")
HEARTBEAT_SECONDS = 20
_INTERNAL_ERROR = 541
_SOCKET = {"socket_timeout": 10, "socket_connect_timeout": 3}
_VALKEY = {"visibility_timeout": 30, "unacked_restore_interval": 10, "unacked_restore_throttle": 1, **_SOCKET}
_RABBITMQ = {"read_timeout": 30, "write_timeout": 10, "connect_timeout": 3}


def connect(url: str) -> Connection:
    """A connection to the broker at `url`, not yet open; of several addresses, parted by `;`, the first that answers.

    amqp:// means pyamqp://: librabbitmq has no confirms.
    """
    url = ";".join(f"py{one}" if one.startswith("amqp") else one for one in url.split(";"))
    return Connection(
        url, heartbeat=HEARTBEAT_SECONDS if is_rabbitmq(url) else 0, connect_timeout=3,
        transport_options=dict(_RABBITMQ if is_rabbitmq(url) else _VALKEY),
    )  # fmt: skip


def is_rabbitmq(url: str) -> bool:
    """Whether `url` speaks AMQP."""
    return url.startswith(("amqp", "pyamqp"))


def queue_of(service: str, sources: Sequence[str] | None, url: str) -> Queue:
    """The queue of `service`: every event of `sources` (of all services for None), on RabbitMQ a quorum queue.

    It takes all types of a source, wanted or not, so that the source's numbers have no holes of their own.
    """
    keys = ["eu.learning-cities.#"] if sources is None else [f"eu.learning-cities.{source}.#" for source in sources]
    arguments = {"x-queue-type": "quorum", "x-delivery-limit": 1000} if is_rabbitmq(url) else {}
    bindings = [binding(EXCHANGE, routing_key=key) for key in keys]
    return Queue(f"learning-cities.{service}.v1", bindings=bindings, durable=True, queue_arguments=arguments)


def says_queue_is_broken(error: Exception) -> bool:
    """Whether RabbitMQ fails at a queue that it still lists: killed soon after making it, a node may lose its inside.

    It then answers 541 to whoever consumes, refuses whatever is published there, and never mends it by itself.
    """
    return getattr(error, "reply_code", 0) == _INTERNAL_ERROR


def delete(url: str, queue: Queue) -> None:
    """Have the broker forget `queue` with all it holds, which the feeds hold too."""
    connection = connect(url)
    try:
        connection.ensure_connection(max_retries=1, timeout=5)
        queue.bind(connection.channel()).delete()
    finally:
        close_quietly(connection)


def ping(url: str) -> None:
    """Raise unless the broker answers."""
    connection = connect(url)
    try:
        connection.ensure_connection(max_retries=1, timeout=3)
    finally:
        close_quietly(connection)


def close_quietly(connection: Connection) -> None:
    """Throw a connection away, whatever state it is in."""
    try:
        connection.release()
    except Exception as error:  # it is being thrown away; nothing it says matters any more
        log.debug("broker.close_failed", fault=type(error).__name__)


def abandon(connection: Connection) -> None:
    """Throw a connection away without asking the broker: one in a disk alarm would let us wait for half a minute."""
    try:
        if connection.connected and isinstance(connection.connection, amqp.Connection):
            connection.connection.collect()
    except Exception as error:  # as above
        log.debug("broker.close_failed", fault=type(error).__name__)
    close_quietly(connection)
