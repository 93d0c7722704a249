"""The calendar entry of a mail: iCalendar (RFC 5545), sent as iTIP (RFC 5546) so that calendars follow each change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.headerregistry import Address
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from services.notifications.wording import in_one_line, said

YEAR: Final = timedelta(days=366)
"""The rules of the zone are written out this far around the gathering: one change to each side is enough."""

Method = Literal["REQUEST", "CANCEL"]


def calendar_entry(
    method: Method, facts: Mapping[str, Any], *, stamp: datetime, organizer: str, attendee: Address
) -> bytes:
    """The entry for `attendee` of the gathering that `facts` describe, as an .ics file.

    The UID is the gathering's for ever and SEQUENCE rises with its changes; of two entries with the same SEQUENCE the
    later `stamp` (the event's time) holds.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Learning Cities//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(method, facts, stamp, organizer, attendee))
    day = facts["starts_at"].date()
    calendar.add_missing_timezones(first_date=day - YEAR, last_date=facts["ends_at"].date() + YEAR)
    return calendar.to_ical()


def _event(method: Method, facts: Mapping[str, Any], stamp: datetime, organizer: str, attendee: Address) -> Event:
    zone = ZoneInfo(facts["timezone"])
    event = Event()
    event.add("uid", facts["gathering"])
    event.add("sequence", facts["sequence"])
    event.add("dtstamp", stamp)
    event.add("dtstart", facts["starts_at"].astimezone(zone))
    event.add("dtend", facts["ends_at"].astimezone(zone))
    event.add("summary", said(facts["title"]))
    if facts["place"]:
        event.add("location", in_one_line(facts["place"]))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _organizer(organizer))
    event.add("attendee", _attendee(method, attendee))
    return event


def _organizer(address: str) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText("Learning Cities")
    return organizer


def _attendee(method: Method, person: Address) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.addr_spec}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("DECLINED" if method == "CANCEL" else "ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    if person.display_name:
        # A parameter may hold neither quotation marks nor control signs (RFC 5545, 3.2).
        attendee.params["CN"] = vText(person.display_name.replace('"', "'"))
    return attendee
