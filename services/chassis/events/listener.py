"""Listening to the others: what the broker brings is taken in, what failed is tried again, what is missing is read from
the feeds. Each is a thread of the worker's (worker.py); how an event is taken in is known in intake.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import structlog

from services.chassis import failpoints
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.events import bus, envelope
from services.chassis.events.healing import Healer
from services.chassis.events.intake import Intake
from services.chassis.events.reactions import Received, Subscriptions
from services.chassis.store import Database

log = structlog.get_logger()

BATCH = 200
LOOK_SECONDS = 5.0
LONGEST_PAUSE = 5.0

Work = Callable[[threading.Event], None]
"""Goes on until the event is set."""


class Listener:
    """The way of events into service `name`; `ring` has a job run that a reaction asked for, by its name."""

    def __init__(
        self, name: str, database: Database, settings: Settings, subscriptions: Subscriptions, clock: Clock,
        ring: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._ring = ring
        self._intake = Intake(name, database, settings, subscriptions, clock)
        everything = subscriptions.hears_everything
        sources = sorted({*settings.service_urls, "gateway"} if everything else subscriptions.sources())
        queue = bus.queue_of(name, None if everything else sources, settings.broker_url)
        self._subscriber = bus.Subscriber(settings.broker_url, queue)
        self._healer = Healer(self._intake, settings, sources, self._subscriber.reconnect)

    def threads(self) -> list[tuple[str, Work]]:
        """What is to be run beside each other, with its name; nothing for who listens to nobody."""
        if not self._healer.sources:
            return []
        healers = [(f"healer-{one}", partial(self._healer.run, one)) for one in self._healer.sources]
        return [("subscriber", self._subscriber.run), ("reactor", self._react), ("retries", self._retry), *healers]

    def wake(self) -> None:
        """Have every thread look whether it is to stop."""
        self._healer.look_now()
        self._intake.failed.set()
        self._subscriber.wake()

    def connected(self) -> bool:
        """Whether the broker answers, where somebody is listened to."""
        return not self._healer.sources or self._subscriber.connected.is_set()

    def _react(self, stop: threading.Event) -> None:
        """Take in batches as they arrive; acknowledge them only when they are safe in our store."""
        while not stop.is_set():
            if self._intake.tripped():
                log.error("intake.tripped", seconds=30)
                stop.wait(30)
            deliveries = self._subscriber.batch(BATCH, wait=LOOK_SECONDS)
            if deliveries:
                failpoints.reached("consumer.delivered")
                self._take([delivery.body for delivery in deliveries], stop)
                failpoints.reached("consumer.committed")
                self._subscriber.finished(deliveries)

    def _take(self, bodies: list[bytes], stop: threading.Event) -> None:
        events = []
        for body in bodies:
            found, undecodable = envelope.decode_message(body)
            events += found
            for part, reason in undecodable:
                _until_stored(partial(self._intake.bury, part, reason), stop)
        _until_stored(partial(self._take_events, events), stop)

    def _take_events(self, events: list[Received]) -> None:
        if events and self._intake.take(events):
            self._healer.look_now()
        self._wake_jobs()

    def _retry(self, stop: threading.Event) -> None:
        while not stop.is_set():
            _until_stored(self._retry_due, stop)

    def _retry_due(self) -> None:
        """Try again what is due; else wait until something is, or fails, or an operator may have asked for it."""
        wait = self._intake.seconds_to_next(LOOK_SECONDS)
        if wait > 0:
            self._intake.failed.wait(wait)
            self._intake.failed.clear()
        else:
            self._intake.retry_due()
            self._wake_jobs()

    def _wake_jobs(self) -> None:
        while self._intake.wakes:
            self._ring(self._intake.wakes.pop())


def _until_stored(work: Callable[[], None], stop: threading.Event) -> None:
    """Do `work` again and again while the store is away."""
    pause = 0.1
    while not stop.is_set():
        try:
            return work()
        except Exception as error:
            log.warning("intake.trouble", fault=type(error).__name__)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
