"""Opening times of HSDS as the one sentence that a service of ours has for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from services.chassis.formats import weekday_names
from services.chassis.i18n import use_language

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def hours_of(schedules: Iterable[dict[str, Any]], language: str) -> str:
    """What each schedule says in words, else its days and times: "Tue, Wed 09:00–12:30"; parted by semicolons."""
    with use_language(language):
        names = dict(zip(_DAYS, weekday_names(), strict=True))
        told = [str(one.get("description") or "").strip() or _in_figures(one, names) for one in schedules]
    return "; ".join(dict.fromkeys(text for text in told if text))


def _in_figures(schedule: dict[str, Any], names: dict[str, str]) -> str:
    days = [names.get(day.strip()[-2:].upper(), day.strip()) for day in str(schedule.get("byday") or "").split(",")]
    opens, closes = (str(schedule.get(name) or "")[:5] for name in ("opens_at", "closes_at"))
    period = " – ".join(str(schedule[name]) for name in ("valid_from", "valid_to") if schedule.get(name))
    times = f"{opens}–{closes}" if opens and closes else opens or closes
    return " ".join(
        part for part in (", ".join(day for day in days if day), times, f"({period})" if period else "") if part
    )
