"""The rules of meetings: what makes a quorum, how minutes come about. Imports the standard library only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
STATUSES: Final = (PLANNED, HELD, CANCELLED)
NONE, DRAFT, APPROVED = "none", "draft", "approved"
MINUTES: Final = (NONE, DRAFT, APPROVED)


class AlreadyCancelled(Exception):
    """A cancelled meeting is planned anew, not changed."""


class AlreadyHeld(Exception):
    """What took place cannot be cancelled."""


class MinutesApproved(Exception):
    """Approved minutes, and who was there by them, do not change any more."""


class NotHeld(Exception):
    """First it is noted who was there."""


class NoMinutes(Exception):
    """There is nothing yet to approve, or to publish: only approved minutes are published."""


@dataclass(frozen=True)
class Quorum:
    """How many may vote, how many of them are needed and how many were there."""

    entitled: int
    needed: int
    present: int

    @property
    def reached(self) -> bool:
        """Whether enough were there; where nobody may vote there never are."""
        return 0 < self.needed <= self.present


def quorum(voters: Collection[str], present: Iterable[str], percent: int) -> Quorum:
    """Whether more than `percent` per cent (0 to 100) of the voters are present; with 100 it takes all of them.

    Who is present without a vote does not count, and nobody counts twice.
    """
    needed = min(len(voters), len(voters) * percent // 100 + 1)
    return Quorum(len(voters), needed, len(frozenset(voters) & frozenset(present)))


def check_change(status: str, minutes: str) -> None:
    """Raise `AlreadyCancelled` or `MinutesApproved` where a meeting does not change any more."""
    if status == CANCELLED:
        raise AlreadyCancelled
    if minutes == APPROVED:
        raise MinutesApproved


def check_cancel(status: str, minutes: str) -> None:
    """Raise what keeps a meeting from being cancelled."""
    check_change(status, minutes)
    if status == HELD:
        raise AlreadyHeld


def check_minutes(status: str, minutes: str) -> None:
    """Raise what keeps minutes from being written."""
    check_change(status, minutes)
    if status != HELD:
        raise NotHeld


def check_approval(status: str, minutes: str) -> None:
    """Raise what keeps minutes from being approved."""
    check_minutes(status, minutes)
    if minutes != DRAFT:
        raise NoMinutes


def check_publishing(_status: str, minutes: str) -> None:
    """Raise `NoMinutes` unless the minutes are approved."""
    if minutes != APPROVED:
        raise NoMinutes
