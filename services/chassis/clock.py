"""The time, as a thing that is passed in, so that tests can set it. Nothing else reads the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC, to the millisecond (what the store can hold)."""


def _to_millisecond(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return _to_millisecond(datetime.now(UTC))


class SettableClock:
    """The machine's clock moved by a distance that the one who holds it chooses."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        """The present instant, moved."""
        return _to_millisecond(datetime.now(UTC) + self._shift)

    def move(self, **parts: float) -> None:
        """Move on by `timedelta(**parts)`: `clock.move(minutes=5)`."""
        self._shift += timedelta(**parts)
