"""Who gets a place and who waits: quotas a role group within a total capacity. No storage, no personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_AFTER_THE_GATHERING = timedelta(days=365)
"""Names and addresses are kept twelve months after the end, then only the counts (DOMAIN (g) 5, our default)."""

REMINDED_AT_MOST_EVERY = timedelta(days=1)
"""How often a repeated registration may make us write to the same person."""

LONGEST_WAITING_LIST = 500


@dataclass(frozen=True)
class Limits:
    """The places of a gathering: in all, and the most for a role group (None or absent: only the total limits)."""

    capacity: int
    quotas: Mapping[str, int | None]

    def has_place(self, registered: Mapping[str, int], role_group: str) -> bool:
        """Whether one more of `role_group` fits when `registered` have a place already."""
        quota = self.quotas.get(role_group)
        within_quota = quota is None or registered.get(role_group, 0) < quota
        return within_quota and sum(registered.values()) < self.capacity

    def are_kept_by(self, registered: Mapping[str, int]) -> bool:
        """Whether those who have a place already fit."""
        fits = all(quota is None or registered.get(group, 0) <= quota for group, quota in self.quotas.items())
        return fits and sum(registered.values()) <= self.capacity


@dataclass(frozen=True)
class Waiting:
    """Somebody on the waiting list; lists of them are in the order in which they came."""

    id: str
    role_group: str


def promotions(limits: Limits, registered: Mapping[str, int], waiting: Iterable[Waiting]) -> list[Waiting]:
    """Who gets a place now: the first come whose role group has one. Nobody of a group overtakes another of it."""
    counts = dict(registered)
    promoted = []
    for one in waiting:
        if limits.has_place(counts, one.role_group):
            counts[one.role_group] = counts.get(one.role_group, 0) + 1
            promoted.append(one)
    return promoted


def positions(waiting: Iterable[Waiting]) -> dict[str, int]:
    """The place of each in the waiting list of their role group, from 1."""
    last: dict[str, int] = {}
    found = {}
    for one in waiting:
        found[one.id] = last[one.role_group] = last.get(one.role_group, 0) + 1
    return found


def may_remind(reminded_at: datetime | None, now: datetime) -> bool:
    """Whether a person who is registered again may be written to about it."""
    return reminded_at is None or now - reminded_at >= REMINDED_AT_MOST_EVERY
