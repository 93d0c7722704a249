"""Receiving from the broker: messages in batches, acknowledged only once they are safe in our store."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import structlog
from kombu import Connection, Queue
from kombu.message import Message

from services.chassis import failpoints
from services.chassis.events.bus.topology import close_quietly, connect, delete, is_rabbitmq, says_queue_is_broken

log = structlog.get_logger()

PREFETCH = 300
BATCH_BYTES = 500_000
"""About three hundred events; a message may hold one or fifty."""
BUSY_SECONDS = 0.05
"""How long to listen while messages are in hand, whose acknowledgements are to go out soon."""
IDLE_SECONDS = 1.0


@dataclass(frozen=True)
class Delivery:
    """A message and the connection, counted from 1, that it came by: only there it can be acknowledged."""

    connection: int
    message: Message

    @property
    def body(self) -> bytes:
        """The bytes of the message, whatever the transport made of them."""
        body = self.message.body
        return body.encode() if isinstance(body, str) else bytes(body)


class Subscriber:
    """Receives the events of a service's queue on a thread of its own and hands them on in batches.

    Acknowledging happens on that thread too, as AMQP wants it, while reactions run elsewhere and heartbeats go on.
    """

    def __init__(self, url: str, queue: Queue) -> None:
        self._url = url
        self._queue = queue
        self._arrived: SimpleQueue[Delivery | None] = SimpleQueue()
        self._finished: deque[list[Delivery]] = deque()
        self._number = 0
        self._in_hand = 0
        self._broken = 0
        self._again = threading.Event()
        self.connected = threading.Event()

    def batch(self, most: int, wait: float) -> list[Delivery]:
        """Up to `most` messages or `BATCH_BYTES`, after at most `wait` seconds for the first; maybe none."""
        deliveries: list[Delivery] = []
        size = 0
        while len(deliveries) < most and size < BATCH_BYTES:
            try:
                delivery = self._arrived.get(timeout=0 if deliveries else wait)
            except Empty:
                break
            if delivery is None:
                break
            if delivery.connection == self._number:  # another one's come again by the new connection
                deliveries.append(delivery)
                size += len(delivery.message.body)
        return deliveries

    def wake(self) -> None:
        """Let who waits for a batch go on without one."""
        self._arrived.put(None)

    def finished(self, deliveries: list[Delivery]) -> None:
        """Tell that a batch is safe in our store, so that the broker may forget it."""
        self._finished.append(deliveries)

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
                self._mend(error)
                stop.wait(pause)
                pause = min(pause * 2, 5.0)
            finally:
                self.connected.clear()

    def _mend(self, error: Exception) -> None:
        """Throw a queue away that was broken twice in a row; the next connection makes it anew."""
        self._broken = self._broken + 1 if says_queue_is_broken(error) else 0
        if self._broken < 2:
            return
        try:
            delete(self._url, self._queue)
            log.error("broker.queue_thrown_away", queue=self._queue.name)
        except Exception as problem:  # the next round tries again
            log.warning("broker.queue_not_thrown_away", fault=type(problem).__name__)

    def _receive(self, stop: threading.Event) -> None:
        self._number += 1
        self._in_hand = 0
        self._again.clear()
        connection = connect(self._url)
        try:
            connection.ensure_connection(max_retries=1, timeout=5)
            with connection.Consumer([self._queue], on_message=self._arrive, prefetch_count=PREFETCH, no_ack=False):
                self.connected.set()
                while not stop.is_set() and not self._again.is_set():
                    self._acknowledge()
                    _drain(connection, BUSY_SECONDS if self._in_hand else IDLE_SECONDS)
                    if is_rabbitmq(self._url):
                        connection.heartbeat_check()
                self._acknowledge()
        finally:
            close_quietly(connection)

    def _arrive(self, message: Message) -> None:
        self._in_hand += 1
        self._arrived.put(Delivery(self._number, message))

    def _acknowledge(self) -> None:
        while self._finished:
            ours = [one.message for one in self._finished.popleft() if one.connection == self._number]
            if ours and is_rabbitmq(self._url):  # one reactor, in order: everything up to the last is finished
                ours[-1].ack(multiple=True)
            elif ours:
                for message in ours:
                    message.ack()
            self._in_hand -= len(ours)
            failpoints.reached("consumer.acknowledged")


def _drain(connection: Connection, seconds: float) -> None:
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return
