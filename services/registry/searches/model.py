"""The rules of suggestions and saved searches. Imports the standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

SEARCHED: Final = ("organisations", "services", "partnerships", "people", "stakeholders")
"""What can be searched while somebody types, and kept as a search, in the order in which finds are shown."""

RANKS: Final = ("whole_words", "name", "other_field", "similar")
"""How what was typed is found: as whole words of the name, as beginnings of its words, in another field, misspelt."""

NEVER, IMMEDIATELY, DAILY, WEEKLY = "never", "immediately", "daily", "weekly"
ALERTS: Final = (NEVER, IMMEDIATELY, DAILY, WEEKLY)
_PAUSES: Final = {IMMEDIATELY: timedelta(0), DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}

KEPT: Final = timedelta(days=30)
"""How long a removed search can be brought back."""
MOST_SEARCHES: Final = 50
MOST_FINDS: Final = 1000
"""What more than so many things meet says nothing by an alert."""


def next_look(alert: str, now: datetime) -> datetime | None:
    """When to look for something new again; None for who wants no alert."""
    return now + _PAUSES[alert] if alert in _PAUSES else None


def new_finds(found: Iterable[str], known: Iterable[str]) -> list[str]:
    """The ids among `found` that were not found before."""
    seen = set(known)
    return [id for id in found if id not in seen]


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """What of a query is kept: neither a page nor an order, and nothing that is left empty."""
    return {name: value for name, value in query.items() if value not in (None, "")}
