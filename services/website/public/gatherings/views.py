"""The calendar and the page of a gathering."""

from calendar import Calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for

from services.chassis.i18n import _
from services.chassis.store import Document
from services.website.projections import gatherings as projections
from services.website.projections import ideas
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show
from services.website.public.translated import say

DAY = timedelta(days=1)


@public.get("/calendar")
def calendar() -> Answer:
    """A month as a table and as a list; the address names it (?month=2027-03), else it is the present one."""
    reader = read()
    today = reader.now().date()
    first = _month_asked(request.args.get("month", "")) or today.replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    # A day is a day where people meet: a little more is read than the month in UTC.
    shown = projections.between(reader, _midnight(weeks[0][0]) - DAY, _midnight(weeks[-1][-1]) + 2 * DAY)
    listed = [one for one in shown if any((day.year, day.month) == (first.year, first.month) for day in days_of(one))]
    soonest = projections.coming(reader, limit=1)
    return show(
        "gatherings/calendar.html",
        _("Calendar"),
        month=f"{first:%Y-%m}",
        before=f"{first - DAY:%Y-%m}",
        after=f"{first + 31 * DAY:%Y-%m}",
        weeks=[[_day(day, first.month, today, shown) for day in week] for week in weeks],
        listed=listed,
        next_one=f"{days_of(soonest[0])[0]:%Y-%m}" if soonest else None,
    )


@public.get("/gatherings/<id>")
def gathering(id: str) -> Answer:
    """One gathering: when, where, what for, its ideas and votes, and the way in while it is open."""
    reader = read()
    found = projections.gathering(reader, id)
    return show(
        "gatherings/gathering.html",
        say(found["title"]),
        back=(url_for("public.calendar"), _("Calendar")),
        gathering=found,
        open=is_open(found, reader.now()),
        ideas=ideas.of_gathering(reader, id),
        rounds=ideas.rounds_of_gathering(reader, id),
    )


def is_open(gathering: Document, now: datetime) -> bool:
    """Whether somebody can still register: it is planned and has not begun."""
    return gathering["status"] == "planned" and gathering["starts_at"] > now


def days_of(gathering: Document) -> list[date]:
    """The days on which it takes place, in its own time zone."""
    zone = ZoneInfo(gathering["timezone"])
    first, last = (gathering[name].astimezone(zone).date() for name in ("starts_at", "ends_at"))
    return [first + number * DAY for number in range((last - first).days + 1)]


def _month_asked(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(day: date, month: int, today: date, gatherings: list[Document]) -> dict[str, Any]:
    """A cell of the month: its number, whether it belongs to the month, and what is on."""
    on = [one for one in gatherings if day in days_of(one)]
    return {"number": day.day, "in_month": day.month == month, "today": day == today, "gatherings": on}
