"""A gathering as a calendar entry."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from services.chassis.testing import Caller, ServiceUnderTest
from tests.service.workshops.conftest import plan

ROME = ZoneInfo("Europe/Rome")


def entry(caller: Caller, id: str) -> tuple[Calendar, dict]:  # type: ignore[type-arg]
    calendar = Calendar.from_ical(caller.get(f"/gatherings/{id}/calendar.ics"))
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_the_entry_keeps_its_uid_and_raises_its_sequence(staff: Caller, anybody: Caller) -> None:
    made = plan(staff)
    calendar, event = entry(anybody, made["id"])
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("PUBLISH", made["id"], 0)
    assert (event["SUMMARY"], event["STATUS"]) == ("Learning together", "CONFIRMED")
    assert event["LOCATION"] == "Palazzo della Cultura, Via Vittorio Emanuele II 121, Catania"
    staff.patch(f"/gatherings/{made['id']}", {"place": {"name": "Le Ciminiere"}})
    _calendar, event = entry(anybody, made["id"])
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == (made["id"], 1, "Le Ciminiere")
    staff.post(f"/gatherings/{made['id']}/cancel")
    calendar, event = entry(anybody, made["id"])
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_times_stay_right_when_the_clocks_change_in_the_night_between(staff: Caller, anybody: Caller) -> None:
    begins, ends = datetime(2027, 3, 27, 14, tzinfo=ROME), datetime(2027, 3, 28, 13, tzinfo=ROME)
    made = plan(staff, starts_at=begins.isoformat(), ends_at=ends.isoformat())
    calendar, event = entry(anybody, made["id"])
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Rome"]
    assert event["DTSTART"].params["TZID"] == "Europe/Rome"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (begins, ends)
    assert event["DTEND"].to_ical() == b"20270328T130000"
    [zone] = calendar.walk("VTIMEZONE")
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_the_title_is_in_the_readers_language_if_there_is_one(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, language="it")
    assert entry(workshops.anonymous("it"), made["id"])[1]["SUMMARY"] == "Imparare insieme"
    assert entry(workshops.anonymous("hu"), made["id"])[1]["SUMMARY"] == "Imparare insieme"


def test_what_is_not_published_is_for_its_own_city_only(workshops: ServiceUnderTest, staff: Caller) -> None:
    made = plan(staff, published=False)
    workshops.anonymous().get(f"/gatherings/{made['id']}/calendar.ics", status=404)
    workshops.signed_in("lead_staff", city="bologna").get(f"/gatherings/{made['id']}/calendar.ics", status=404)
    assert entry(staff, made["id"])[1]["UID"] == made["id"]


def test_a_text_cannot_smuggle_lines_into_the_entry(staff: Caller, anybody: Caller) -> None:
    trick = "Fine\r\nATTENDEE:mailto:victim@example.org\r\nEND:VEVENT"
    made = plan(staff, description={"en": {"text": trick}})
    text = anybody.get(f"/gatherings/{made['id']}/calendar.ics").decode()
    assert [line for line in text.split("\r\n") if line.startswith(("ATTENDEE", "END:VEVENT"))] == ["END:VEVENT"]
