"""Work that is due again and again, done by one process at a time under a lease in the store.

Jobs do the calls to the outside (mail, webhooks); requests and reactions never do. How a job is started is the
business of worker.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from services.chassis.actor import Actor
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.i18n import SOURCE_LANGUAGE
from services.chassis.store import Database, Reader, UnitOfWork, in_transaction

Result = TypeVar("Result")


@dataclass
class JobContext:
    """What a job works with: the store as the service itself, the time, the settings, and whether it should stop."""

    service: str
    database: Database
    settings: Settings
    clock: Clock
    stop: threading.Event = field(default_factory=threading.Event)

    def now(self) -> datetime:
        """The present instant in UTC."""
        return self.clock.now()

    def stopping(self) -> bool:
        """Whether the process is being stopped: finish what is in hand and return."""
        return self.stop.is_set()

    @property
    def read(self) -> Reader:
        """Reads everything of the service."""
        return Reader(self.database, self.settings, Actor.service(self.service), SOURCE_LANGUAGE, self.clock)

    def record(self, work: Callable[[UnitOfWork], Result]) -> Result:
        """Do `work` in one transaction, and again when it lost a race: it is to change nothing but what is stored."""
        return in_transaction(self.database, self._begin, work)

    def _begin(self, session: Any) -> UnitOfWork:
        return UnitOfWork(
            self.database, self.settings, Actor.service(self.service), SOURCE_LANGUAGE, self.clock, session
        )


Work = Callable[[JobContext], None]


@dataclass(frozen=True)
class Job:
    """A piece of work and how often it is due, in seconds."""

    name: str
    every: float
    work: Work


class Jobs:
    """The jobs of one subject."""

    def __init__(self) -> None:
        self.table: list[Job] = []

    def every(self, *, seconds: float) -> Callable[[Work], Work]:
        """Have the decorated function run every so many seconds; its name with hyphens is the job's name."""

        def register(work: Work) -> Work:
            self.table.append(Job(work.__name__.replace("_", "-"), seconds, work))
            return work

        return register
