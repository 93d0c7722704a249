"""Events of other services as they arrive, and how tests look at what became of them."""

from email.message import EmailMessage
from typing import Any

import icalendar

from services.chassis.events import Event, Received
from services.chassis.testing import ServiceUnderTest
from services.contracts import transfers, workshops

FACTS: dict[str, Any] = {
    "method": "easw", "title": {"it": {"text": "Scuola aperta", "status": "original"}}, "language": "it",
    "starts_at": "2027-03-18T13:30:00Z", "ends_at": "2027-03-18T17:00:00Z", "timezone": "Europe/Rome",
    "place": {"name": "Le Ciminiere", "address": "Viale Africa, Catania"}, "sequence": 0, "gathering": "g1",
    "role_group": "residents", "status": "registered", "position": None,
}  # fmt: skip
REGISTRATION = "/contacts/registrations/r1"
IDEA = {
    "gathering": "g1", "title": "Evening courses", "what": "w", "how": "h", "who": "o", "theme": None, "group": None,
    "language": "it",
}  # fmt: skip
PLAN = {
    "title": {"it": "Piano di Catania"}, "starts_on": "2027-01-01", "ends_on": "2028-12-31", "status": "draft",
    "revision": 1, "measure_count": 0, "integrated_count": 0, "areas": [], "integration_index": 0.0,
    "illustration": False,
}  # fmt: skip
MEASURE: dict[str, Any] = {
    "plan": "p1", "number": 1, "title": {"it": "Corsi serali"}, "objective": {}, "target_group": {},
    "target_number": None, "responsible": None, "starts_on": None, "ends_on": None, "linkages": [], "integrated": False,
    "state": "planned", "origin": {"kind": "easw_idea", "id": "i1", "gathering": "g1"}, "indicators": [], "budget": [],
}  # fmt: skip


def register(notifications: ServiceUnderTest, number: int = 1, **changes: Any) -> None:
    """Workshops says that somebody was registered; who, lies at REGISTRATION for number 1."""
    notifications.hears(
        workshops.RegistrationAccepted, subject=f"r{number}", data={**FACTS, **changes}, city="catania",
        dataref=f"/contacts/registrations/r{number}",
    )  # fmt: skip


def submit_idea(notifications: ServiceUnderTest, dataref: str | None = "/contacts/ideas/i1") -> None:
    """Workshops says that an idea was submitted."""
    notifications.hears(workshops.IdeaSubmitted, subject="i1", data=IDEA, city="catania", dataref=dataref)


def draft_plan(notifications: ServiceUnderTest) -> None:
    """Transfers says that a plan was drafted."""
    notifications.hears(transfers.PlanDrafted, subject="p1", data=PLAN, city="catania")


def add_measure(
    notifications: ServiceUnderTest, event: type[Event] = transfers.MeasureAdded, subject: str = "m1", **changes: Any
) -> Received:
    """Transfers says that the idea is a measure of the plan."""
    version = 1 if event is transfers.MeasureAdded else 2
    return notifications.hears(event, subject=subject, version=version, data={**MEASURE, **changes}, city="catania")


def mails(notifications: ServiceUnderTest, **filters: str) -> list[dict[str, Any]]:
    """The rows of mails as Catania's staff see them, newest first."""
    staff = notifications.signed_in("lead_staff", "catania")
    found: list[dict[str, Any]] = staff.get("/mails", query_string=filters)["items"]
    return found


def words(message: EmailMessage, kind: str = "plain") -> str:
    """The text of a message, or its HTML."""
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def calendar_of(message: EmailMessage) -> tuple[str, icalendar.Event] | None:
    """The method and the entry of the calendar part of a message, if it has one."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    [part] = parts
    assert isinstance(part, EmailMessage)
    calendar = icalendar.Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    assert calendar["method"] == part.get_param("method")
    assert len(calendar.walk("VTIMEZONE")) == 1
    return str(calendar["method"]), event
