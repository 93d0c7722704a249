"""What a service does when an event arrives: a table from event type to function. How it arrives is not known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.chassis.events.contract import Event

if TYPE_CHECKING:
    from services.chassis.store import UnitOfWork


class NotYet(Exception):
    """Something that a reaction builds on has not arrived; the event waits without counting as a failure."""


@dataclass(frozen=True)
class Received:
    """An event as a reaction sees it; `data` has the Python values of the event's schema."""

    id: str
    type: str
    source: str
    sequence: int
    epoch: str
    subject: str
    subject_version: int
    time: datetime
    city: str | None
    actor: str
    data: dict[str, Any]
    dataref: str | None = None
    correlation_id: str = ""
    traceparent: str = ""
    version_epoch: str = ""
    """The epoch of its source in which `subject_version` counts; "" for that of the feed, `epoch`."""

    def with_data(self, data: dict[str, Any]) -> Received:
        """The same with other data, without going through every field."""
        other = object.__new__(Received)
        vars(other).update(vars(self), data=data)
        return other


Reaction = Callable[["UnitOfWork", Received], None]


class Reactions:
    """The reactions of one subject. Reactions are idempotent and touch nothing but their unit of work."""

    def __init__(self) -> None:
        self.table: dict[type[Event], list[Reaction]] = {}
        self.everything: list[Reaction] = []

    def to(self, *events: type[Event]) -> Callable[[Reaction], Reaction]:
        """Have the decorated function called for each of `events`."""

        def register(reaction: Reaction) -> Reaction:
            for event in events:
                self.table.setdefault(event, []).append(reaction)
            return reaction

        return register

    def to_all(self) -> Callable[[Reaction], Reaction]:
        """Have the decorated function called for every event of every service (data is then not checked)."""

        def register(reaction: Reaction) -> Reaction:
            self.everything.append(reaction)
            return reaction

        return register


class Subscriptions:
    """All reactions of a service: which sources it hears, and what it does for a type."""

    def __init__(self, tables: Sequence[Reactions]) -> None:
        self._by_type: dict[str, tuple[type[Event], list[Reaction]]] = {}
        self._everything: list[Reaction] = []
        for table in tables:
            self._everything += table.everything
            for event, reactions in table.table.items():
                self._by_type.setdefault(event.type, (event, []))[1].extend(reactions)

    @property
    def hears_everything(self) -> bool:
        """Whether some reaction wants every event of every service."""
        return bool(self._everything)

    def sources(self) -> set[str]:
        """The services that this one listens to by type."""
        return {event.service() for event, _reactions in self._by_type.values()}

    def wants(self, type: str) -> bool:
        """Whether there is a reaction to events of `type`."""
        return self.hears_everything or type in self._by_type

    def react(self, uow: UnitOfWork, event: Received) -> None:
        """Call every reaction to `event`, with its data as Python values."""
        schema, reactions = self._by_type.get(event.type, (None, []))
        if schema is not None:
            checked = event.with_data(schema.heard(event.data))
            for reaction in reactions:
                reaction(uow, checked)
        for reaction in self._everything:
            reaction(uow, event)
