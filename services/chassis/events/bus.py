"""The broker: topology, publishing with confirms, receiving with acknowledgement. The only place that imports kombu.

The broker is for speed: whatever it loses, consumers find in the feed (events/healing.py). Web processes never
come here.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from kombu import Connection, Exchange, Queue, binding
from kombu.message import Message

from services.chassis import failpoints

log = structlog.get_logger()

EXCHANGE = Exchange("learning-cities.events", type="topic", durable=True, delivery_mode="persistent")
CONFIRM_SECONDS = 8.0
PREFETCH = 1000
HEARTBEAT_SECONDS = 20
_SOCKET = {"socket_timeout": 10, "socket_connect_timeout": 3}
_VALKEY = {"visibility_timeout": 30, "unacked_restore_interval": 10, "unacked_restore_throttle": 1, **_SOCKET}
_RABBITMQ = {"read_timeout": 30, "write_timeout": 10, "connect_timeout": 3}


class BrokerProblem(Exception):
    """The broker did not take or confirm what was published; the same events are to be published again."""


def connect(url: str) -> Connection:
    """A connection to the broker at `url`, not yet open. amqp:// means pyamqp://: librabbitmq has no confirms."""
    if url.startswith("amqp"):
        url = "py" + url
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


class Publisher:
    """Publishes batches; after any trouble the connection is thrown away, since later confirms could be false."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._producer: Any = None
        self._open: set[int] = set()
        self._next_tag = 1
        self._trouble = ""

    def publish(self, messages: Sequence[tuple[str, bytes]]) -> None:
        """Publish (routing key, body) pairs in order and wait until the broker has confirmed all of them.

        Raises `BrokerProblem` when one was refused, returned as unroutable, or not confirmed in time.
        """
        try:
            self._ensure_open()
            for key, body in messages:
                self._send(key, body)
            failpoints.reached("relay.sent")
            self._await_confirms()
        except BrokerProblem:
            self.close()
            raise
        except Exception as error:  # kombu's transports raise whatever their clients raise
            self.close()
            raise BrokerProblem(f"{type(error).__name__}: {error}") from error

    def _ensure_open(self) -> None:
        if self._connection is not None:
            return
        self._connection = connect(self._url)
        self._connection.ensure_connection(max_retries=1, timeout=5)
        channel = self._connection.channel()
        EXCHANGE.bind(channel).declare()
        self._producer = self._connection.Producer(channel, exchange=EXCHANGE, auto_declare=False)
        self._open, self._next_tag, self._trouble = set(), 1, ""
        if is_rabbitmq(self._url):
            channel.confirm_select()
            channel.events["basic_ack"].add(self._confirmed)
            channel.events["basic_nack"].add(lambda tag, multiple: self._refused("refused"))
            channel.events["basic_return"].add(lambda *details: self._refused(f"unroutable: {details[2]}"))

    def _send(self, key: str, body: bytes) -> None:
        self._producer.publish(
            body, routing_key=key, content_type="application/json", content_encoding="utf-8",
            mandatory=is_rabbitmq(self._url), retry=False,
        )  # fmt: skip
        if is_rabbitmq(self._url):
            self._open.add(self._next_tag)
            self._next_tag += 1

    def _confirmed(self, tag: int, multiple: bool) -> None:
        self._open -= {one for one in self._open if one <= tag} if multiple else {tag}

    def _refused(self, reason: str) -> None:
        self._trouble = reason

    def _await_confirms(self) -> None:
        """Wait by the wall clock: a socket timeout would begin anew with every frame, heartbeats included."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        while self._open and not self._trouble:
            left = deadline - time.monotonic()
            if left <= 0:
                raise BrokerProblem(f"not confirmed within {CONFIRM_SECONDS:g} s")
            if self._connection is None:
                raise BrokerProblem("the connection was closed")
            try:
                self._connection.drain_events(timeout=min(left, 1.0))
            except TimeoutError:
                continue
        if self._trouble:
            raise BrokerProblem(self._trouble)

    def beat(self) -> None:
        """Keep an idle connection alive; to be called every few seconds."""
        if self._connection is not None and is_rabbitmq(self._url):
            try:
                self._connection.heartbeat_check()
                self._connection.drain_events(timeout=0.001)
            except TimeoutError:
                return
            except Exception:
                self.close()

    def close(self) -> None:
        """Throw the connection away."""
        connection, self._connection = self._connection, None
        if connection is not None:
            _close_quietly(connection)


class Subscriber:
    """Receives the events of a service's queue on a thread of its own and hands them on in batches.

    Acknowledging happens on that thread too, as AMQP wants it, while reactions run elsewhere and heartbeats go on.
    """

    def __init__(self, url: str, queue: Queue) -> None:
        self._url = url
        self._queue = queue
        self._arrived: SimpleQueue[tuple[int, Message]] = SimpleQueue()
        self._finished: deque[tuple[int, list[Message]]] = deque()
        self._round = 0
        self._again = threading.Event()
        self.connected = threading.Event()

    def batch(self, most: int, wait: float) -> tuple[int, list[Message]]:
        """Up to `most` messages of one connection, after at most `wait` seconds for the first; maybe none."""
        messages: list[Message] = []
        number = self._round
        while len(messages) < most:
            try:
                number_of_it, message = self._arrived.get(timeout=0 if messages else wait)
            except Empty:
                break
            if number_of_it == self._round:
                number = number_of_it
                messages.append(message)
        return number, messages

    def finished(self, number: int, messages: list[Message]) -> None:
        """Tell that a batch is safe in our store, so that the broker may forget it."""
        self._finished.append((number, messages))

    def reconnect(self) -> None:
        """Open a new connection and declare everything again, after the broker seems to have lost things."""
        self._again.set()

    def run(self, stop: threading.Event) -> None:
        """Receive until `stop`; connects again by itself, with growing pauses."""
        pause = 0.2
        while not stop.is_set():
            try:
                self._receive(stop)
                pause = 0.2
            except Exception as error:  # whatever a transport raises: connect again
                log.warning("broker.lost", fault=type(error).__name__)
                stop.wait(pause)
                pause = min(pause * 2, 5.0)
            finally:
                self.connected.clear()

    def _receive(self, stop: threading.Event) -> None:
        self._round += 1
        self._finished.clear()
        self._again.clear()
        connection = connect(self._url)
        try:
            connection.ensure_connection(max_retries=1, timeout=5)
            with connection.Consumer([self._queue], on_message=self._arrive, prefetch_count=PREFETCH, no_ack=False):
                self.connected.set()
                while not stop.is_set() and not self._again.is_set():
                    self._acknowledge()
                    _drain(connection, 0.05)
                    if is_rabbitmq(self._url):
                        connection.heartbeat_check()
                self._acknowledge()
        finally:
            _close_quietly(connection)

    def _arrive(self, message: Message) -> None:
        self._arrived.put((self._round, message))

    def _acknowledge(self) -> None:
        while self._finished:
            number, messages = self._finished.popleft()
            if number != self._round or not messages:
                continue
            if is_rabbitmq(self._url):  # one reactor, in order: everything up to the last is finished
                messages[-1].ack(multiple=True)
            else:
                for message in messages:
                    message.ack()
            failpoints.reached("consumer.acknowledged")


def body_of(message: Message) -> bytes:
    """The bytes of a message, whatever the transport made of them."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


def ping(url: str) -> None:
    """Raise unless the broker answers."""
    connection = connect(url)
    try:
        connection.ensure_connection(max_retries=1, timeout=3)
    finally:
        _close_quietly(connection)


def _drain(connection: Connection, seconds: float) -> None:
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return


def _close_quietly(connection: Connection) -> None:
    try:
        connection.release()
    except Exception as error:  # it is being thrown away; nothing it says matters any more
        log.debug("broker.close_failed", fault=type(error).__name__)
