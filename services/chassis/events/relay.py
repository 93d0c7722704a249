"""The relay of a service: numbers the outbox in order and publishes it, under a lease, a batch at a time.

A crash anywhere only makes it publish the same ids again. What the rows are is known in store/outbox.py.
"""

from __future__ import annotations

import threading
import time

import structlog

from services.chassis import failpoints
from services.chassis.clock import Clock
from services.chassis.events import envelope
from services.chassis.events.bus import BrokerProblem, Publisher
from services.chassis.store import Database, outbox
from services.chassis.store.doorbell import ring_on_insert
from services.chassis.store.leases import Fenced, Lease
from services.chassis.telemetry import metrics

log = structlog.get_logger()

BATCH = 500
LEASE_SECONDS = 4.0
IDLE_SECONDS = 1.0
LONGEST_PAUSE = 5.0


class Relay:
    """Takes the outbox of service `name` to the broker at `broker_url`."""

    def __init__(self, name: str, database: Database, broker_url: str, clock: Clock, place: str = "") -> None:
        self.name = name
        self.database = database
        self.clock = clock
        self.publisher = Publisher(broker_url)
        self.lease = Lease(database, "relay", LEASE_SECONDS, place)
        self.bell = threading.Event()
        self._renew_at = 0.0
        self._rest, self._rest_until = 0.1, 0.0

    def run(self, stop: threading.Event) -> None:
        """Relay until `stop`; trouble with broker or store makes growing pauses, nothing more.

        While the broker rests, numbering goes on, so that who listens can read what is new from the feed.
        """
        threading.Thread(
            target=ring_on_insert, args=(self.database, "outbox", self.bell, stop), name="doorbell", daemon=True
        ).start()
        pause = 0.1
        while not stop.is_set():
            try:
                if self._hold_lease() and self.relay_once():
                    continue
                pause = 0.1
                self._idle()
            except Exception as error:
                log.warning("relay.trouble", fault=type(error).__name__, reason=str(error)[:200])
                self._renew_at = 0.0
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._stop()

    def _hold_lease(self) -> bool:
        """Whether we alone may relay; renewed when a third of its time has passed."""
        if time.monotonic() >= self._renew_at:
            if not self.lease.take():
                return False
            self._renew_at = time.monotonic() + LEASE_SECONDS / 3
        return True

    def relay_once(self) -> int:
        """Number, publish and mark one batch, or only number it while the broker rests; how many events it had."""
        try:
            numbered = outbox.number(self.database, self.lease.token, BATCH)
        except Fenced:
            self._renew_at = 0.0
            return 0
        failpoints.reached("relay.numbered")
        return max(numbered, self._publish() if time.monotonic() >= self._rest_until else 0)

    def _publish(self) -> int:
        rows = outbox.unpublished(self.database, BATCH)
        if rows:
            epoch = outbox.feed_head(self.database)["epoch"]
            failpoints.reached("relay.about-to-publish")
            try:
                self.publisher.publish([(row["type"], envelope.encode(row, self.name, epoch)) for row in rows])
            except BrokerProblem as problem:
                self._let_the_broker_rest(problem)
                return 0
            self._rest = 0.1
            failpoints.reached("relay.confirmed")
            outbox.mark_published(self.database, rows, self.clock.now())
            failpoints.reached("relay.marked")
            metrics.PUBLISHED.labels(self.name).inc(len(rows))
        return len(rows)

    def _let_the_broker_rest(self, problem: BrokerProblem) -> None:
        log.warning("relay.trouble", fault=type(problem).__name__, reason=str(problem)[:200])
        self._rest_until = time.monotonic() + self._rest
        self._rest = min(self._rest * 2, LONGEST_PAUSE)

    def _idle(self) -> None:
        self.publisher.beat()
        self.bell.wait(IDLE_SECONDS)
        self.bell.clear()

    def _stop(self) -> None:
        self.publisher.close()
        try:
            self.lease.release()
        except Exception as error:  # it runs out by itself
            log.debug("relay.lease_kept", fault=type(error).__name__)
