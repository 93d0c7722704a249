"""Following what took the place of something, step by step, where each row points to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from services.chassis.store.reader import Reader

LONGEST: Final = 20
"""So many steps one after the other never happen, and a circle would end."""


def followed(read: Reader, name: str, pointer: str, ids: Iterable[str | None]) -> dict[str, str]:
    """What stands now for each of `ids`: itself, or where the field `pointer` of its row in `name` leads in the end."""
    now = {id: id for id in ids if id}
    for _step in range(LONGEST):
        asked = sorted(set(now.values()))
        found = read.as_system().find(name, {"_id": {"$in": asked}, pointer: {"$ne": None}}) if asked else []
        led = {row["_id"]: row[pointer] for row in found}
        if not led:
            break
        now = {id: led.get(other, other) for id, other in now.items()}
    return now
