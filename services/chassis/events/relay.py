"""The relay of a service: numbers the outbox in order and publishes it, under a lease, a batch at a time.

A crash anywhere only makes it publish the same ids again. How numbers are kept is known in store/feed.py.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import structlog

from services.chassis import failpoints
from services.chassis.clock import Clock
from services.chassis.events import envelope
from services.chassis.events.bus import BrokerProblem, Publisher
from services.chassis.events.contract import address_of
from services.chassis.store import Database, feed, outbox
from services.chassis.store.database import Row
from services.chassis.store.doorbell import Doorbell
from services.chassis.store.feed import Head
from services.chassis.store.leases import Fenced, Lease
from services.chassis.telemetry import metrics

log = structlog.get_logger()

BATCH = 500
LEASE_SECONDS = 6.0
IDLE_SECONDS = LEASE_SECONDS / 2
"""How long it waits for the doorbell before it looks by itself, and how often it renews its lease."""
LONGEST_PAUSE = 5.0
PRUNE_EVERY_SECONDS = 600.0


class Relay:
    """Takes the outbox of service `name` to the broker at `broker_url`."""

    def __init__(self, name: str, database: Database, broker_url: str, clock: Clock, place: str = "") -> None:
        self.name = name
        self._address = address_of(name)
        self.database = database
        self.clock = clock
        self.publisher = Publisher(broker_url)
        self.lease = Lease(database, "relay", LEASE_SECONDS, place)
        self.bell = Doorbell(database, "outbox")
        self._renew_at = 0.0
        self._rest, self._rest_until = 0.1, 0.0
        self._prune_at = 0.0
        self._head: Head | None = None
        self._settled = True
        self._published = self._noted = 0
        self._since_rest = 0

    def run(self, stop: threading.Event) -> None:
        """Relay until `stop`; trouble with broker or store makes growing pauses, nothing more.

        While the broker rests, numbering goes on, so that who listens can read what is new from the feed.
        """
        threading.Thread(target=self.bell.listen, args=(stop,), name="doorbell", daemon=True).start()
        pause = 0.1
        while not stop.is_set():
            try:
                if self._hold_lease() and (events := self.relay_once()):
                    self._since_rest += events
                    continue
                pause = 0.1
                self._idle()
            except Exception as error:
                log.warning("relay.trouble", fault=type(error).__name__, reason=str(error)[:200])
                self._renew_at, self._head = 0.0, None
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._stop()

    def _hold_lease(self) -> bool:
        """Whether we alone may relay; renewed when half of its time has passed."""
        if time.monotonic() >= self._renew_at:
            before = self.lease.token
            if not self.lease.take():
                return False
            self._renew_at = time.monotonic() + IDLE_SECONDS
            if self.lease.token != before:
                self._head = None
        return True

    def relay_once(self) -> int:
        """Number and publish one batch, or only number it while the broker rests; how many events it had."""
        try:
            if self._head is None:
                self._take_over()
            rows = self._number()
        except Fenced:
            self._renew_at, self._head = 0.0, None
            return 0
        if time.monotonic() < self._rest_until:
            self._settle()
            return len(rows)
        return max(len(rows), self._publish(rows))

    def _take_over(self) -> None:
        """Learn where the feed stands, from now on as the only one who may number, and finish what was begun."""
        self._head, self._settled = feed.take_over(self.database, self.lease.token), False
        self._published = self._noted = self._head.published
        self._settle()

    def _number(self) -> list[Row]:
        """Give numbers to new rows; those rows, with them."""
        self._settle()
        rows = outbox.new_rows(self.database, BATCH)
        if rows:
            self._head = feed.number(self.database, self.lease.token, [row["_id"] for row in rows], self._published)
            self._settled, self._noted = False, self._published
            for number, row in enumerate(rows, self._head.first):
                row["sequence"] = number
            failpoints.reached("relay.numbered")
        return rows

    def _settle(self) -> None:
        if not self._settled and self._head is not None:
            feed.settle(self.database, self._head, self.clock.now())
            self._settled = True
            failpoints.reached("relay.settled")

    def _publish(self, rows: list[Row]) -> int:
        """Publish `rows`, or those before them that the broker has not had; how many it has confirmed.

        The numbers stand already, so the store settles them while the broker is at work.
        """
        if self._head is None or self._published < self._head.last - len(rows):
            self._settle()
            rows = feed.read(self.database, self._published, BATCH)
        if not rows or self._head is None:
            self._note_published()
            return 0
        failpoints.reached("relay.about-to-publish")
        try:
            bodies = envelope.messages(rows, self.name, self._head.epoch)
            self.publisher.send([(self._address, body) for body in bodies])
            failpoints.reached("relay.sent")
            self._settle()
            self.publisher.await_confirms()
        except BrokerProblem as problem:
            self._let_the_broker_rest(problem)
            return 0
        self._rest = 0.1
        failpoints.reached("relay.confirmed")
        self._published = rows[-1]["sequence"]
        metrics.PUBLISHED.labels(self.name).inc(len(rows))
        return len(rows)

    def _note_published(self) -> None:
        """Note how far the broker is, now that nothing is new; else the next numbers take it with them."""
        if self._noted < self._published:
            feed.note_published(self.database, self.lease.token, self._published)
            self._noted = self._published
            failpoints.reached("relay.marked")

    def _let_the_broker_rest(self, problem: BrokerProblem) -> None:
        log.warning("relay.trouble", fault=type(problem).__name__, reason=str(problem)[:200])
        self._rest_until = time.monotonic() + self._rest
        self._rest = min(self._rest * 2, LONGEST_PAUSE)

    def _idle(self) -> None:
        self.publisher.beat()
        if time.monotonic() >= self._prune_at and self._head is not None:
            before = self.clock.now() - timedelta(days=self.database.feed_days)
            feed.prune(self.database, before, self._published)
            self._prune_at = time.monotonic() + PRUNE_EVERY_SECONDS
        self.bell.wait(IDLE_SECONDS, self._since_rest)
        self._since_rest = 0

    def measure(self) -> None:
        """Tell the metrics how long the oldest event has been waiting."""
        try:
            waiting = feed.pending(self.database, self.clock.now())
        except Exception as error:  # the store is away; readiness tells
            log.debug("relay.not_measured", fault=type(error).__name__)
            return
        metrics.OUTBOX_AGE.labels(self.name).set(waiting["oldest_seconds"])

    def _stop(self) -> None:
        self.publisher.close()
        try:
            self.lease.release()
        except Exception as error:  # it runs out by itself
            log.debug("relay.lease_kept", fault=type(error).__name__)
