"""The rules of any gathering, whatever its method: its times, its sizes, what participants must be told of.

Nothing of storage, of registrations or of one method's steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

ROLE_GROUPS: Final = ("residents", "experts", "administrators", "business")

TOLD: Final = ("title", "starts_at", "ends_at", "timezone", "place")
"""What participants are told of when it changes, and what makes a calendar entry a new one (RFC 5546, 2.1.4)."""

Level = Literal["warning", "block"]


@dataclass(frozen=True)
class Sizes:
    """How many people a method works with; None where it sets no limit. Each is a setting of the gathering."""

    block_below: int | None = None
    warn_below: int | None = None
    warn_above: int | None = None
    block_above: int | None = None
    block_group_below: int | None = None
    warn_group_ratio: float | None = None


DEFAULT_SIZES: Final[Mapping[str, Sizes]] = {
    # 24 to 32 after IAF, 15 to 40 after the practice of Barletta; the least a group and the ratio are our defaults.
    "easw": Sizes(15, 24, 32, 40, 4, 1.5),
    # 10 to 20 people, never more (GOPP as taught in Italy).
    "gopp": Sizes(warn_below=10, block_above=20),
    "training_seminar": Sizes(),
    # 10 to 15 people, 20 at most (Cedefop's handbook for organisers of study visits).
    "study_visit": Sizes(warn_below=10, warn_above=15, block_above=20),
}


@dataclass(frozen=True)
class Finding:
    """Something about the size of a gathering that its organiser should know; `code` names the sentence for it."""

    level: Level
    code: str
    count: float
    limit: float
    role_group: str | None = None


def findings(sizes: Sizes, registered: Mapping[str, int]) -> list[Finding]:
    """What speaks against starting with `registered` people a role group: blocks first, then warnings."""
    found = [*_of_total(sizes, sum(registered.values())), *_of_groups(sizes, registered)]
    return sorted(found, key=lambda one: one.level != "block")


def _of_total(sizes: Sizes, total: int) -> list[Finding]:
    if sizes.block_below is not None and total < sizes.block_below:
        return [Finding("block", "too_few", total, sizes.block_below)]
    if sizes.block_above is not None and total > sizes.block_above:
        return [Finding("block", "too_many", total, sizes.block_above)]
    if sizes.warn_below is not None and total < sizes.warn_below:
        return [Finding("warning", "rather_few", total, sizes.warn_below)]
    if sizes.warn_above is not None and total > sizes.warn_above:
        return [Finding("warning", "rather_many", total, sizes.warn_above)]
    return []


def _of_groups(sizes: Sizes, registered: Mapping[str, int]) -> list[Finding]:
    counts = {group: registered.get(group, 0) for group in ROLE_GROUPS}
    least = sizes.block_group_below
    found = [
        Finding("block", "group_too_small", count, least, group)
        for group, count in counts.items()
        if least is not None and count < least
    ]
    smallest, largest = min(counts.values()), max(counts.values())
    if sizes.warn_group_ratio is not None and smallest and largest / smallest > sizes.warn_group_ratio:
        found.append(Finding("warning", "groups_uneven", round(largest / smallest, 1), sizes.warn_group_ratio))
    return found


def findings_of_places(sizes: Sizes, capacity: int, quotas: Mapping[str, int | None]) -> list[Finding]:
    """What cannot come about with so many places, whoever registers: so it is said while there is time to change it."""
    least = sizes.block_group_below or 0
    found = [
        Finding("warning", "quota_too_low", quota, least, group)
        for group, quota in quotas.items()
        if quota is not None and quota < least
    ]
    places = min(capacity, sum(capacity if quota is None else quota for quota in quotas.values()) or capacity)
    if places < (sizes.block_below or 0):
        found.append(Finding("warning", "places_too_few", places, sizes.block_below or 0))
    return found


def changes_to_tell(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of changed fields that participants must be told of."""
    return [name for name in TOLD if before.get(name) != after.get(name)]


def unreachable_quotas(capacity: int, quotas: Mapping[str, int | None]) -> list[str]:
    """The role groups with more places than there are in all. Together quotas may exceed the capacity: both limit."""
    return [group for group, quota in quotas.items() if quota is not None and quota > capacity]


def is_over(ends_at: datetime, now: datetime) -> bool:
    """Whether the gathering has ended."""
    return ends_at <= now
