"""The rules of a partnership's agreements. Imports the standard library only. Days are ISO texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

REMIND_DAYS: Final = 60
MOST_REMIND_DAYS: Final = 366
QUORUM_PERCENT: Final = 50
"""More than this share of those who may vote makes a quorum where no agreement says otherwise: more than half."""


class ExpiresBeforeItWasSigned(Exception):
    """The last day would come before the day of the signature."""


def remind_on(signed_on: str, expires_on: str | None, days: int) -> str | None:
    """The day from which on the end is reminded of: `days` before it; None for an agreement without an end.

    Raises `ExpiresBeforeItWasSigned`.
    """
    if expires_on is None:
        return None
    if expires_on < signed_on:
        raise ExpiresBeforeItWasSigned
    return (date.fromisoformat(expires_on) - timedelta(days=days)).isoformat()


def in_force(agreements: Iterable[Mapping[str, Any]], day: str) -> Mapping[str, Any] | None:
    """The agreement that holds on `day`: the one signed last of those that do."""
    holding = [
        one for one in agreements
        if one["signed_on"] <= day and (one["expires_on"] is None or one["expires_on"] >= day)
    ]  # fmt: skip
    return max(holding, key=lambda one: str(one["signed_on"]), default=None)


def renewed(agreement: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    """Whether another agreement of the partnership goes beyond the end of this one."""
    end = agreement["expires_on"]
    return any(
        one["_id"] != agreement["_id"] and (one["expires_on"] is None or one["expires_on"] > end) for one in others
    )
