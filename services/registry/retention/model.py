"""The rules of keeping records. Imports the standard library only.

The months are our defaults (people as enquiries: 24 months after the last thing that happened), not the law's.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

SHORTEST, LONGEST = 3, 120
"""Months; what is younger may be needed to undo an import."""


@dataclass(frozen=True)
class Kind:
    """A kind of record: the collection that it is in, and how many months it is kept unless a rule says otherwise."""

    collection: str
    months: int


KINDS: Final[Mapping[str, Kind]] = {
    "people_without_role": Kind("people", 24),
    "imports": Kind("imports", 24),
    "uploads": Kind("uploads", 3),
    "erasure_receipts": Kind("erasures", 36),
}


def rule_of(kind: str, kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """The rule in force: the one that was set, else the default, which has version 0."""
    return dict(kept or {"_id": kind, "version": 0, "city": None, "months": KINDS[kind].months, "active": True})


def months_before(now: datetime, months: int) -> datetime:
    """The same instant so many months ago; the last day of a month that is shorter."""
    whole = now.year * 12 + now.month - 1 - months
    year, month = divmod(whole, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
