"""A gathering as iCalendar (RFC 5545, 5546): one UID for its whole life, SEQUENCE rising, times in its own zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from services.chassis.store import Document

YEAR = timedelta(days=366)


def calendar_of(gathering: Document, language: str) -> bytes:
    """The .ics file of a gathering, its texts in `language` where there are any, else in the gathering's own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Learning Cities//workshops//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if gathering["status"] == "cancelled" else "PUBLISH")
    calendar.add_component(_event(gathering, language))
    # The zone's own rules, a year to each side: clock changes are in there, a century of them is not.
    starts_on, ends_on = gathering["starts_at"].date(), gathering["ends_at"].date()
    calendar.add_missing_timezones(first_date=starts_on - YEAR, last_date=ends_on + YEAR)
    return calendar.to_ical()


def _event(gathering: Document, language: str) -> Event:
    event = Event()
    event.add("uid", gathering["_id"])
    event.add("sequence", gathering["sequence"])
    event.add("dtstamp", gathering["updated_at"].replace(microsecond=0))
    event.add("dtstart", _local(gathering["starts_at"], gathering["timezone"]))
    event.add("dtend", _local(gathering["ends_at"], gathering["timezone"]))
    event.add("status", "CANCELLED" if gathering["status"] == "cancelled" else "CONFIRMED")
    for name in ("title", "description"):
        if text := text_of(gathering[name], language, gathering["language"]):
            event.add("summary" if name == "title" else name, text)
    if gathering["place"]:
        parts = [gathering["place"]["name"], gathering["place"]["address"]]
        event.add("location", vText(", ".join(part for part in parts if part)))
    return event


def _local(instant: datetime, timezone: str) -> datetime:
    return instant.astimezone(ZoneInfo(timezone))


def text_of(texts: dict[str, dict[str, str]] | None, *languages: str) -> str | None:
    """The text in the first of `languages` that there is one in, else in any; None where there is none at all."""
    if not texts:
        return None
    wanted = next((language for language in languages if language in texts), next(iter(texts)))
    return texts[wanted]["text"]
