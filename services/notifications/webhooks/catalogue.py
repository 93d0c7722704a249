"""Which events can be asked for: every one that a service publishes, found in services.contracts."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

import services.contracts
from services.chassis.actor import Actor
from services.chassis.events import Event
from services.chassis.events.contract import events_of


@cache
def event_types() -> dict[str, type[Event]]:
    """Every event by its type, in order."""
    names = [module.name for module in pkgutil.iter_modules(services.contracts.__path__)]
    modules = [import_module(f"services.contracts.{name}") for name in names]
    found = {event.type: event for module in modules for event in events_of(module)}
    return dict(sorted(found.items()))


def may_hear(actor: Actor, event: type[Event]) -> bool:
    """Whether `actor` may read or write the service that says `event`: a webhook is no way around a scope."""
    return any(map(actor.may, (f"{event.service()}:read", f"{event.service()}:write", "operator:read")))


def may_hear_all(actor: Actor, types: Iterable[str]) -> bool:
    """Whether `actor` may hear every one of `types`; what no service says any more is open to all."""
    known = (event_types()[type] for type in types if type in event_types())
    return all(may_hear(actor, event) for event in known)


def described() -> list[dict[str, Any]]:
    """The catalogue as rows: id (the type), service, and what the event means."""
    return [
        {"_id": type, "service": event.service(), "summary": (event.__doc__ or "").strip().split("\n")[0]}
        for type, event in event_types().items()
    ]
