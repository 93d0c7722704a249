"""The gateway's own database at hand outside a chassis route: at the door, on the pages, at the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from services.chassis.actor import Actor
from services.chassis.clock import Clock
from services.chassis.config import Settings
from services.chassis.i18n import current_language
from services.chassis.store import Database, Document, Reader, UnitOfWork, audit, in_transaction

Result = TypeVar("Result")
SYSTEM: Final = Actor.service("gateway")


@dataclass(frozen=True)
class Records:
    """What the gateway keeps; `settings` and `clock` are those of the process."""

    database: Database
    settings: Settings
    clock: Clock

    def read(self, actor: Actor = SYSTEM) -> Reader:
        """A reader for `actor`, by default the gateway itself, which sees everything."""
        return Reader(self.database, self.settings, actor, current_language(), self.clock)

    def write(self, work: Callable[[UnitOfWork], Result], actor: Actor = SYSTEM) -> Result:
        """Do `work` in one transaction as `actor`. It may run again after a lost race, so it has no other effects."""

        def begin(session: Any) -> UnitOfWork:
            return UnitOfWork(self.database, self.settings, actor, current_language(), self.clock, session)

        return in_transaction(self.database, begin, work)

    def note(self, action: str, collection: str, document: Document, actor: Actor = SYSTEM) -> None:
        """Write in the audit trail what changes no document, such as a sign-in that was refused."""
        audit.write(self.database, audit.entry(actor, self.clock.now(), action, collection, document, []))
