"""The rules of a partnership's mandates. Imports the standard library only.

A mandate is one organisation's time in one role. The roles are those of the governance of an LDP: lead, core,
associate, observer. Days are ISO texts, which compare as they follow each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LEAD = "lead"
MEMBER_ROLES = ("core", "associate", "observer")
ROLES = (LEAD, *MEMBER_ROLES)
VOTING_ROLES = (LEAD, "core")
"""Who votes at a meeting of the partnership; associates and observers are heard."""

ACTIVE, ENDED = "active", "ended"


@dataclass(frozen=True)
class Mandate:
    """One organisation's time in one role; `until` is the last day, None while no end is set."""

    organisation: str
    role: str
    since: str
    until: str | None = None

    def lasts(self, day: str) -> bool:
        """Whether the mandate holds on `day` or on a later day."""
        return self.until is None or self.until >= day

    def holds(self, day: str) -> bool:
        """Whether the mandate holds on `day` itself."""
        return self.since <= day and self.lasts(day)


Mandates = tuple[Mandate, ...]


class AlreadyMember(Exception):
    """The organisation has a mandate in that time already."""


class NotAMember(Exception):
    """The organisation has no mandate that could be ended."""


class LeadMustStay(Exception):
    """A partnership is never without a lead organisation: hand the lead over instead of ending it."""


class EndsBeforeItBegan(Exception):
    """The last day would come before the first."""


def form(lead: str, others: Iterable[Mandate], since: str) -> Mandates:
    """The mandates of a new partnership: its lead and the others. Raises `AlreadyMember` for a double."""
    members: Mandates = (Mandate(lead, LEAD, since),)
    for mandate in others:
        members = join(members, mandate)
    return members


def join(members: Mandates, mandate: Mandate) -> Mandates:
    """The members with one more. Raises `AlreadyMember` when it overlaps with another of its mandates."""
    if any(one.organisation == mandate.organisation and one.lasts(mandate.since) for one in members):
        raise AlreadyMember
    return (*members, mandate)


def leave(members: Mandates, organisation: str, until: str) -> Mandates:
    """The members after `organisation` leaves; `until` is its last day.

    Raises `NotAMember`, `LeadMustStay` for the lead, `EndsBeforeItBegan`.
    """
    mandate = next((one for one in members if one.organisation == organisation and one.until is None), None)
    if mandate is None:
        raise NotAMember
    if mandate.role == LEAD:
        raise LeadMustStay
    if until < mandate.since:
        raise EndsBeforeItBegan
    return _replaced(members, mandate, replace(mandate, until=until))


def hand_over(members: Mandates, organisation: str, since: str) -> Mandates:
    """The members after `organisation` takes the lead on the day `since`; who led stays as core member."""
    before = _open_lead(members)
    if before.organisation == organisation:
        return members
    remaining = _cut(members, before, since)
    for mandate in members:
        if mandate.organisation == organisation and mandate.lasts(since):
            remaining = _cut(remaining, mandate, since)
    return (*remaining, Mandate(before.organisation, "core", since), Mandate(organisation, LEAD, since))


def end(members: Mandates, until: str) -> Mandates:
    """The members of a partnership whose last day is `until`: no mandate goes beyond it, none begins later.

    Raises `EndsBeforeItBegan`.
    """
    begun = [one for one in members if one.since <= until]
    if not begun:
        raise EndsBeforeItBegan
    return tuple(replace(one, until=until) if one.lasts(until) else one for one in begun)


def voters(members: Mandates, day: str) -> frozenset[str]:
    """The organisations that may vote on `day`: those with a mandate of a voting role that holds on it."""
    return frozenset(one.organisation for one in members if one.role in VOTING_ROLES and one.holds(day))


def first_day(members: Mandates) -> str:
    """The day on which the partnership began: the first of its mandates."""
    return min(one.since for one in members)


def today(now: datetime, time_zone: str) -> str:
    """The day it is in the city at the instant `now`."""
    return now.astimezone(ZoneInfo(time_zone)).date().isoformat()


def _open_lead(members: Mandates) -> Mandate:
    return next(one for one in members if one.role == LEAD and one.until is None)


def _replaced(members: Mandates, old: Mandate, *new: Mandate) -> Mandates:
    return tuple(one for mandate in members for one in (new if mandate == old else (mandate,)))


def _cut(members: Mandates, mandate: Mandate, since: str) -> Mandates:
    """The members with `mandate` ended on the day before `since`; one without a whole day leaves no trace."""
    last = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    kept = [replace(mandate, until=last)] if mandate.since <= last else []
    return _replaced(members, mandate, *kept)
