"""Opening times of HSDS as the one sentence that a service of ours has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from services.chassis.formats import month_names, weekday_names
from services.chassis.i18n import n_, use_language

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY: Final = re.compile(rf"(\d*)({'|'.join(_DAYS)})", re.IGNORECASE)
_TIME: Final = re.compile(
    r"(?:.*T)?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:(a|p)\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?", re.I
)
_YES: Final = ("true", "yes", "y", "t", "1")


def hours_of(schedules: Iterable[dict[str, Any]], language: str) -> str:
    """What each schedule says in words, else its days and times: "Tue, Wed 09:00–12:30"; parted by semicolons.

    One that tells in figures when it is closed tells no opening time.
    """
    with use_language(language):
        names = dict(zip(_DAYS, weekday_names(), strict=True))
        told = [str(one.get("description") or "").strip() or _in_figures(one, names) for one in schedules]
    return "; ".join(dict.fromkeys(text for text in told if text))


def _in_figures(schedule: dict[str, Any], names: dict[str, str]) -> str:
    if _closed(schedule):
        return ""
    days = [_day(day.strip(), names) for day in str(schedule.get("byday") or "").split(",")]
    opens, closes = (_time(str(schedule.get(name) or "").strip()) for name in ("opens_at", "closes_at"))
    times = f"{opens}–{closes}" if opens and closes else opens or closes
    within = ", ".join(part for part in (_every(schedule), _months(schedule), _period(schedule)) if part)
    return " ".join(
        part for part in (", ".join(day for day in days if day), times, f"({within})" if within else "") if part
    )


def _every(schedule: dict[str, Any]) -> str:
    """ "every 2 weeks"; nothing for each week or month."""
    written = str(schedule.get("interval") or "").strip()
    if not written.isdecimal() or int(written) < 2:
        return ""
    monthly = str(schedule.get("freq") or "").strip().casefold() == "monthly"
    return (n_("every %(n)s month", "every %(n)s months", int(written)) if monthly
            else n_("every %(n)s week", "every %(n)s weeks", int(written)))  # fmt: skip


def _months(schedule: dict[str, Any]) -> str:
    """The months in which alone it is so; what is no month as it is written."""
    names = {str(number): name for number, name in enumerate(month_names(), start=1)}
    written = [one.strip() for one in str(schedule.get("bymonth") or "").split(",") if one.strip()]
    return ", ".join(names.get(one.lstrip("0"), one) for one in written)


def _period(schedule: dict[str, Any]) -> str:
    dates = [str(schedule[name]) for name in ("valid_from", "valid_to") if schedule.get(name)]
    return " – ".join(dict.fromkeys(dates))


def _closed(schedule: dict[str, Any]) -> bool:
    """Whether it is a holiday of HSDS 1.1 on which nobody is there."""
    return str(schedule.get("closed") or "").strip().casefold() in _YES


def _day(written: str, names: dict[str, str]) -> str:
    """A day of iCalendar by its name, "1MO" (the first of a month) with its number; anything else as it is written."""
    found = _DAY.fullmatch(written)
    if found is None:
        return written
    return f"{found[1]}. {names[found[2].upper()]}" if found[1] else names[found[2].upper()]


def _time(written: str) -> str:
    """A time as 09:30, also one of twelve hours; anything else as it is written."""
    found = _TIME.fullmatch(written)
    if found is None:
        return written
    hour = int(found[1]) if not found[3] else int(found[1]) % 12 + 12 * (found[3].lower() == "p")
    return f"{hour:02}:{found[2]}"
