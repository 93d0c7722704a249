"""Writes the frozen copy of each event that has none yet: `python -m tests.contracts.freeze`.

A frozen copy is never written again: it is the promise that was made when the event was first said.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any

import services.contracts
from services.chassis.events.asyncapi import schemas_of
from services.chassis.events.contract import Event, events_of
from tests.contracts.samples import sample

FROZEN = Path(services.contracts.__file__).parent / "frozen"


def all_events() -> list[type[Event]]:
    """Every event of every contracts module."""
    names = [one.name for one in pkgutil.iter_modules(services.contracts.__path__)]
    modules = [importlib.import_module(f"services.contracts.{name}") for name in names]
    unique = {event.type: event for module in modules for event in events_of(module)}
    return [unique[type] for type in sorted(unique)]


def frozen_path(event: type[Event]) -> Path:
    """Where the frozen copy of `event` stands."""
    return FROZEN / f"{event.type.removeprefix('eu.learning-cities.')}.json"


def copy_of(event: type[Event]) -> dict[str, Any]:
    """What is frozen of an event: its JSON schema and two samples."""
    schemas = schemas_of([event])
    root = schemas.pop(f"{event.type}.data")
    text = json.dumps({**root, "$defs": schemas}).replace("#/components/schemas/", "#/$defs/")
    return {
        "type": event.type,
        "schema": json.loads(text),
        "full": sample(event(), full=True),
        "bare": sample(event(), full=False),
    }


def main() -> None:
    """Freeze what is new."""
    FROZEN.mkdir(exist_ok=True)
    for event in all_events():
        if not frozen_path(event).exists():
            frozen_path(event).write_text(json.dumps(copy_of(event), indent=1, sort_keys=True) + "\n")
            print("frozen:", event.type)


if __name__ == "__main__":
    main()
