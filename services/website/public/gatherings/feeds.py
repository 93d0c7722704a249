"""The calendar for other programs: iCalendar (RFC 5545, 7986) and Atom (RFC 4287)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Response, render_template

from services.chassis.i18n import _
from services.chassis.store import Document
from services.website.projections import gatherings as projections
from services.website.public.blueprint import public
from services.website.public.page import read, whole_address
from services.website.public.translated import say

if TYPE_CHECKING:
    from icalendar import Event

YEAR = timedelta(days=366)
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}


@public.get("/calendar.ics")
def calendar_ics() -> Response:
    """All published gatherings, to subscribe to."""
    return _ics(projections.feed(read()), _("Gatherings of Learning Cities"))


@public.get("/gatherings/<id>.ics")
def gathering_ics(id: str) -> Response:
    """One gathering, to put into a calendar."""
    return _ics([projections.gathering(read(), id)], _("Gatherings of Learning Cities"))


@public.get("/calendar.atom")
def calendar_feed() -> Response:
    """The gatherings that changed last, as news."""
    reader = read()
    entries = projections.feed(reader)[:50]
    written = render_template("public/gatherings/feed.xml", entries=entries, now=reader.now())
    return Response(written, mimetype="application/atom+xml")


def _ics(gatherings: list[Document], name: str) -> Response:
    from icalendar import Calendar  # takes long to load

    calendar = Calendar()
    calendar.add("prodid", "-//Learning Cities//Public calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for gathering in gatherings:
        calendar.add_component(_event(gathering))
    if gatherings:
        first = min(gathering["starts_at"] for gathering in gatherings).date()
        last = max(gathering["ends_at"] for gathering in gatherings).date()
        calendar.add_missing_timezones(first_date=first - YEAR, last_date=last + YEAR)
    answer = Response(calendar.to_ical(), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="learning-cities.ics"'
    return answer


def _event(gathering: Document) -> Event:
    """A gathering as VEVENT: the same UID for ever, SEQUENCE rising with each change that matters."""
    from icalendar import Event

    zone, place = ZoneInfo(gathering["timezone"]), gathering.get("place")
    event = Event()
    event.add("uid", gathering["id"])
    event.add("sequence", gathering["sequence"])
    event.add("dtstamp", gathering["updated_at"])
    event.add("dtstart", gathering["starts_at"].astimezone(zone))
    event.add("dtend", gathering["ends_at"].astimezone(zone))
    if title := say(gathering["title"], gathering["language"]):
        event.add("summary", title.text, parameters={"LANGUAGE": title.language})
    event.add("status", STATUS[gathering["status"]])
    event.add("url", whole_address("gathering", id=gathering["id"]))
    if place:
        event.add("location", ", ".join(part for part in (place["name"], place.get("address")) if part))
    return event
