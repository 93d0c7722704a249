"""The background process of a service: relays its outbox, seals its trail, takes in events, heals gaps, runs jobs.

`python -m services.chassis.worker services.<name>.service` runs one; SIGTERM stops it cleanly. Each concern is a
thread; one that dies takes the process with it, and whoever supervises starts it anew.
"""

from __future__ import annotations

import importlib
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import structlog

from services.chassis import collector, failpoints
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.events import bus, envelope
from services.chassis.events.healing import Healer
from services.chassis.events.intake import Intake
from services.chassis.events.reactions import Received
from services.chassis.events.relay import Relay
from services.chassis.jobs import Job, JobContext
from services.chassis.sealer import Sealer
from services.chassis.store import Database, StoreProblem, blocks, spelling
from services.chassis.store.database import ClocksApart
from services.chassis.store.leases import Lease
from services.chassis.store.migrations import migrate
from services.chassis.store.orphans import end_orphaned_transactions
from services.chassis.telemetry import internal, readiness

if TYPE_CHECKING:
    from services.chassis.service import Service

log = structlog.get_logger()

BATCH = 200
JOB_LEASE_SECONDS = 6.0
STOP_WITHIN_SECONDS = 10.0
LOOK_SECONDS = 5.0
MEASURE_SECONDS = 10.0


class Worker:
    """The threads of one service and the switch that stops them."""

    def __init__(self, service: Service, settings: Settings, database: Database, clock: Clock) -> None:
        self.service = service
        self.settings = settings
        self.database = database
        self.clock = clock
        self.stop = threading.Event()
        self.failed = False
        self.intake = Intake(service.name, database, settings, service.subscriptions(), clock)
        self.relay = Relay(service.name, database, settings.broker_url, clock, settings.place)
        self._bells = {job.name: threading.Event() for job in self._jobs()}
        sources = self._sources()
        listens = service.subscriptions().hears_everything
        queue = bus.queue_of(service.name, None if listens else sources, settings.broker_url)
        self.subscriber = bus.Subscriber(settings.broker_url, queue)
        self.healer = Healer(self.intake, settings, sources, self.subscriber.reconnect)

    def _jobs(self) -> list[Job]:
        return [job for table in self.service.jobs for job in table.table]

    def _sources(self) -> list[str]:
        subscriptions = self.service.subscriptions()
        everybody = {*self.settings.service_urls, "gateway"}
        return sorted(everybody if subscriptions.hears_everything else subscriptions.sources())

    def run(self) -> int:
        """Run until told to stop; the exit code: 0 after a clean stop, 1 when a thread failed."""
        if not self._prepare():
            return 0
        threads = [self._thread("relay", lambda: self.relay.run(self.stop)), *self._listening()]
        threads.append(self._thread("sealer", lambda: Sealer(self.settings, self.database, self.clock).run(self.stop)))
        threads += [self._thread(job.name, lambda job=job: self._repeat(job)) for job in self._jobs()]  # type: ignore[misc]
        internal.serve(self.settings.metrics_host, self.settings.metrics_port, self.not_ready)
        readiness.tell_ready()
        while not self.stop.wait(MEASURE_SECONDS):
            self.relay.measure()
            self._compare_clocks()
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return 1 if self.failed else 0

    def _listening(self) -> list[threading.Thread]:
        if not self.healer.sources:
            return []
        return [
            self._thread("subscriber", lambda: self.subscriber.run(self.stop)),
            self._thread("reactor", self._react),
            self._thread("retries", self._retry),
            *(self._thread(f"healer-{one}", partial(self.healer.run, one, self.stop)) for one in self.healer.sources),
        ]

    def _prepare(self) -> bool:
        """Make indexes and migrate, waiting for the store as long as it takes; False when stopped meanwhile."""
        while not self.stop.is_set():
            try:
                self.database.prepare()
                end_orphaned_transactions(self.database)
                house = [blocks.NUMBERS_IN_BLOCKS, spelling.BEGINNINGS_OF_WORDS]
                migrate(self.database, [*house, *self.service.migrations], self.clock)
                return True
            except StoreProblem as problem:
                log.warning("store.not_ready", reason=str(problem))
                self.stop.wait(1.0)
        return False

    def halt(self) -> None:
        """Stop as soon as what is in hand is finished."""
        self.stop.set()
        self.healer.look_now()
        for bell in self._bells.values():
            bell.set()
        self.intake.failed.set()
        self.subscriber.wake()
        self.relay.bell.ring()

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        def guarded() -> None:
            try:
                work()
            except Exception:
                log.exception("worker.thread_failed", thread=name)
                self.failed = True
                self.halt()

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        thread.start()
        return thread

    def not_ready(self) -> dict[str, str]:
        """What keeps this process from working, by dependency; empty when nothing does."""
        wrong = {}
        try:
            self.database.ping()
        except StoreProblem as problem:
            wrong["mongodb"] = str(problem)
        if self.healer.sources and not self.subscriber.connected.is_set():
            wrong["broker"] = "The broker does not answer; events still come by the feeds, more slowly."
        return wrong

    def _compare_clocks(self) -> None:
        """Stop where the clock has jumped: whoever is started instead waits until it is right (`_prepare`)."""
        try:
            self.database.ping()
        except ClocksApart as problem:
            log.error("worker.clock_wrong", reason=str(problem))
            self.failed = True
            self.halt()
        except StoreProblem as problem:  # readiness tells
            log.debug("worker.clock_unknown", reason=str(problem))

    # Events

    def _react(self) -> None:
        """Take in batches as they arrive; acknowledge them only when they are safe in our store."""
        while not self.stop.is_set():
            if self.intake.tripped():
                log.error("intake.tripped", seconds=30)
                self.stop.wait(30)
            deliveries = self.subscriber.batch(BATCH, wait=LOOK_SECONDS)
            if deliveries:
                failpoints.reached("consumer.delivered")
                self._take([delivery.body for delivery in deliveries])
                failpoints.reached("consumer.committed")
                self.subscriber.finished(deliveries)

    def _take(self, bodies: list[bytes]) -> None:
        events = []
        for body in bodies:
            found, undecodable = envelope.decode_message(body)
            events += found
            for part, reason in undecodable:
                self._until_stored(lambda part=part, reason=reason: self.intake.bury(part, reason))  # type: ignore[misc]
        self._until_stored(lambda: self._take_events(events))

    def _take_events(self, events: list[Received]) -> None:
        if events and self.intake.take(events):
            self.healer.look_now()
        self._ring()

    def _until_stored(self, work: Callable[[], None]) -> None:
        """Do `work` again and again while the store is away."""
        pause = 0.1
        while not self.stop.is_set():
            try:
                return work()
            except Exception as error:
                log.warning("intake.trouble", fault=type(error).__name__)
                self.stop.wait(pause)
                pause = min(pause * 2, 5.0)

    def _retry(self) -> None:
        while not self.stop.is_set():
            self._until_stored(self._retry_due)

    def _retry_due(self) -> None:
        """Try again what is due; else wait until something is, or fails, or an operator may have asked for it."""
        wait = self.intake.seconds_to_next(LOOK_SECONDS)
        if wait > 0:
            self.intake.failed.wait(wait)
            self.intake.failed.clear()
        else:
            self.intake.retry_due()
            self._ring()

    def _ring(self) -> None:
        """Have the jobs run that reactions asked for."""
        while self.intake.wakes:
            name = self.intake.wakes.pop()
            if name in self._bells:
                self._bells[name].set()

    def _repeat(self, job: Job) -> None:
        lease = Lease(self.database, f"job:{job.name}", JOB_LEASE_SECONDS, self.settings.place)
        context = JobContext(self.service.name, self.database, self.settings, self.clock, self.stop)
        while not self.stop.is_set():
            self._bells[job.name].clear()
            try:
                if lease.take():
                    with lease.kept_alive():
                        failpoints.reached("job.leased")
                        job.work(context)
                        failpoints.reached("job.worked")
            except Exception as error:
                log.exception("job.failed", job=job.name, fault=type(error).__name__)
            self._bells[job.name].wait(job.every)


def main(module: str) -> int:
    """Run the worker of the service that `module` describes until SIGTERM or SIGINT."""
    collector.rest()
    worker: Worker = importlib.import_module(module).create_worker()
    collector.settle()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_details: worker.halt())
    return worker.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
