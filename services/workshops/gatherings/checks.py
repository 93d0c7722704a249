"""Whether a gathering holds together as a whole: its times, its agenda, its places. Raises what is wrong, by field."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _, n_
from services.workshops.gatherings.model import unreachable_quotas

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Gatherings of the past may be recorded; outside of these years a date is mistyped, and calendars give up."""


def check_whole(gathering: dict[str, Any]) -> None:
    """Raise Invalid unless the end is after the start, the agenda lies between, and no quota exceeds the capacity."""
    errors = {**_of_times(gathering), **_of_quotas(gathering)}
    if errors:
        raise Invalid(errors)


def _of_times(gathering: dict[str, Any]) -> dict[str, list[str]]:
    starts_at, ends_at = gathering["starts_at"], gathering["ends_at"]
    strange = [name for name in ("starts_at", "ends_at") if not FIRST_YEAR <= gathering[name].year <= LAST_YEAR]
    if strange:
        sentence = _("Give a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        return {name: [sentence] for name in strange}
    if ends_at <= starts_at:
        return {"ends_at": [_("The end must be after the start.")]}
    return {
        f"agenda.{place}.starts_at": [_("This is not between the start and the end of the gathering.")]
        for place, item in enumerate(gathering["agenda"])
        if not starts_at <= item["starts_at"] <= ends_at
    }


def _of_quotas(gathering: dict[str, Any]) -> dict[str, list[str]]:
    capacity = gathering["capacity"]
    sentence = n_("There is only %(n)s place in all.", "There are only %(n)s places in all.", capacity)
    return {f"quotas.{group}": [sentence] for group in unreachable_quotas(capacity, gathering["quotas"])}


def check_planned(gathering: dict[str, Any]) -> None:
    """Raise Conflict where nothing can be changed or booked any more."""
    if gathering["status"] == "cancelled":
        raise Conflict(_("This gathering was cancelled."))
    if gathering["status"] == "held":
        raise Conflict(_("This gathering is over."))
