"""Which events can be asked for: every one that a service publishes, found in services.contracts."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

import services.contracts
from services.chassis.events import Event
from services.chassis.events.contract import events_of


@cache
def event_types() -> dict[str, type[Event]]:
    """Every event by its type, in order."""
    names = [module.name for module in pkgutil.iter_modules(services.contracts.__path__)]
    modules = [import_module(f"services.contracts.{name}") for name in names]
    found = {event.type: event for module in modules for event in events_of(module)}
    return dict(sorted(found.items()))


def described() -> list[dict[str, Any]]:
    """The catalogue as rows: id (the type), service, and what the event means."""
    return [
        {"_id": type, "service": event.service(), "summary": (event.__doc__ or "").strip().split("\n")[0]}
        for type, event in event_types().items()
    ]
