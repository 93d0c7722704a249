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
from services.chassis.events.listener import Listener
from services.chassis.events.relay import Relay
from services.chassis.jobs import Job, JobContext
from services.chassis.sealer import Sealer
from services.chassis.store import Database, StoreProblem, blocks, refolding
from services.chassis.store.database import ClocksApart
from services.chassis.store.leases import Lease
from services.chassis.store.migrations import migrate
from services.chassis.store.orphans import end_orphaned_transactions
from services.chassis.telemetry import internal, readiness

if TYPE_CHECKING:
    from services.chassis.service import Service

log = structlog.get_logger()

JOB_LEASE_SECONDS = 6.0
STOP_WITHIN_SECONDS = 10.0
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
        self.relay = Relay(service.name, database, settings.broker_url, clock, settings.place)
        self.listener = Listener(service.name, database, settings, service.subscriptions(), clock, self._ring)
        self._bells = {job.name: threading.Event() for job in self._jobs()}

    def _jobs(self) -> list[Job]:
        return [job for table in self.service.jobs for job in table.table]

    def run(self) -> int:
        """Run until told to stop; the exit code: 0 after a clean stop, 1 when a thread failed."""
        if not self._prepare():
            return 0
        threads = [self._thread("relay", lambda: self.relay.run(self.stop))]
        threads += [self._thread(name, partial(work, self.stop)) for name, work in self.listener.threads()]
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

    def _prepare(self) -> bool:
        """Make indexes and migrate, waiting for the store as long as it takes; False when stopped meanwhile."""
        while not self.stop.is_set():
            try:
                self.database.prepare()
                end_orphaned_transactions(self.database)
                house = [blocks.NUMBERS_IN_BLOCKS, *refolding.MIGRATIONS]
                migrate(self.database, [*house, *self.service.migrations], self.clock)
                return True
            except StoreProblem as problem:
                log.warning("store.not_ready", reason=str(problem))
                self.stop.wait(1.0)
        return False

    def halt(self) -> None:
        """Stop as soon as what is in hand is finished."""
        self.stop.set()
        self.listener.wake()
        for bell in self._bells.values():
            bell.set()
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
        if not self.listener.connected():
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

    # Jobs

    def _ring(self, job: str) -> None:
        """Have a job run that a reaction asked for."""
        if job in self._bells:
            self._bells[job].set()

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
