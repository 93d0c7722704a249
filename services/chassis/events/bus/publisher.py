"""Publishing to the broker: batches with pipelined confirms, nothing unconfirmed taken for published."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from kombu import Connection, Producer

from services.chassis.events.bus.frames import Frames
from services.chassis.events.bus.topology import EXCHANGE, abandon, close_quietly, connect, is_rabbitmq

CONFIRM_SECONDS = 8.0

Messages = Sequence[tuple[str, bytes]]


class BrokerProblem(Exception):
    """The broker did not take or confirm what was published; the same events are to be published again."""


class Publisher:
    """Publishes batches; after any trouble the connection is thrown away, since later confirms could be false."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._write: Callable[[Messages], None] = lambda messages: None
        self._open: set[int] = set()
        self._oldest_open = self._next_tag = 1
        self._trouble = ""

    def publish(self, messages: Messages) -> None:
        """Send and wait for the confirms. Raises `BrokerProblem`."""
        self.send(messages)
        self.await_confirms()

    def send(self, messages: Messages) -> None:
        """Give (routing key, body) pairs to the broker in order, without waiting. Raises `BrokerProblem`."""
        with self._closing_at_trouble():
            self._ensure_open()
            self._write(messages)
            if is_rabbitmq(self._url):
                self._open.update(range(self._next_tag, self._next_tag + len(messages)))
                self._next_tag += len(messages)

    def await_confirms(self) -> None:
        """Wait until the broker has confirmed all that was sent.

        Raises `BrokerProblem` when one was refused, returned as unroutable, or not confirmed in time.
        """
        with self._closing_at_trouble():
            self._await_confirms()

    @contextmanager
    def _closing_at_trouble(self) -> Iterator[None]:
        try:
            yield
        except BrokerProblem:
            self.close(abandon)
            raise
        except Exception as error:  # kombu's transports raise whatever their clients raise
            self.close(abandon)
            raise BrokerProblem(f"{type(error).__name__}: {error}") from error

    def _ensure_open(self) -> None:
        if self._connection is not None:
            return
        self._connection = connect(self._url)
        self._connection.ensure_connection(max_retries=1, timeout=5)
        channel = self._connection.channel()
        EXCHANGE.bind(channel).declare()
        self._open, self._oldest_open, self._next_tag, self._trouble = set(), 1, 1, ""
        if is_rabbitmq(self._url):
            channel.confirm_select()
            channel.events["basic_ack"].add(self._confirmed)
            channel.events["basic_nack"].add(lambda tag, multiple: self._refused("refused"))
            channel.events["basic_return"].add(lambda *details: self._refused(f"unroutable: {details[2]}"))
            self._write = Frames(channel, EXCHANGE.name).write
        else:
            producer = self._connection.Producer(channel, exchange=EXCHANGE, auto_declare=False)
            self._write = partial(_publish_each, producer)

    def _confirmed(self, tag: int, multiple: bool) -> None:
        if multiple:
            self._open.difference_update(range(self._oldest_open, tag + 1))
            self._oldest_open = tag + 1
        else:
            self._open.discard(tag)

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
            except Exception:  # whatever it was: the next batch opens a new connection
                self.close(abandon)

    def close(self, how: Callable[[Connection], None] = close_quietly) -> None:
        """Throw the connection away, with the confirms that are still to come: they are not to be trusted later."""
        connection, self._connection = self._connection, None
        self._open, self._trouble = set(), ""
        if connection is not None:
            how(connection)


def _publish_each(producer: Producer, messages: Sequence[tuple[str, bytes]]) -> None:
    options: dict[str, Any] = {"content_type": "application/json", "content_encoding": "utf-8", "retry": False}
    for key, body in messages:
        producer.publish(body, routing_key=key, **options)
