"""The addresses of a partnership's meetings, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.partnerships.meetings import commands
from services.registry.partnerships.meetings.schemas import (
    AttendanceBody,
    MeetingBody,
    MeetingChangeBody,
    MeetingFilters,
    MeetingShape,
)
from services.registry.partnerships.queries import own, part, parts

routes = Routes("meetings", summary="Meetings of a partnership and their minutes, known to its own city")

ALL, ONE = "/partnerships/<id>/meetings", "/partnerships/<id>/meetings/<meeting>"


@routes.page(ALL, needs="registry:read", filters=MeetingFilters, shows=MeetingShape)
def list_meetings(read: Reader, query: Document, id: str) -> Page:
    """Meetings of a partnership, the newest first."""
    narrowed = {name: query.get(name) for name in ("status", "table")}
    return parts(read, "meetings", own(read, id)["_id"], query, sort_by=("-day", "_id"), **narrowed)


@routes.read(ONE, needs="registry:read", shows=MeetingShape)
def show_meeting(read: Reader, id: str, meeting: str) -> Document:
    """One meeting with its minutes."""
    return part(read, "meetings", id, meeting)


@routes.create(ALL, needs="registry:write", body=MeetingBody, shows=MeetingShape)
def plan_meeting(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Plan a meeting."""
    return commands.plan_meeting(uow, id, body)


@routes.change(ONE, needs="registry:write", body=MeetingChangeBody, shows=MeetingShape)
def change_meeting(uow: UnitOfWork, body: Document, id: str, meeting: str) -> Document:
    """Change a meeting, or write its minutes."""
    return commands.change_meeting(uow, id, meeting, body)


@routes.act(f"{ONE}/attendance", needs="registry:write", body=AttendanceBody, shows=MeetingShape)
def note_attendance(uow: UnitOfWork, body: Document, id: str, meeting: str) -> Document:
    """Note who was there; the quorum follows from it."""
    return commands.note_attendance(uow, id, meeting, body)


@routes.act(f"{ONE}/cancel", needs="registry:write", shows=MeetingShape)
def cancel_meeting(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Cancel a meeting."""
    return commands.cancel_meeting(uow, id, meeting)


@routes.act(f"{ONE}/approve", needs="registry:write", shows=MeetingShape)
def approve_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Approve the minutes; with If-Match, the version that was read."""
    return commands.approve_minutes(uow, id, meeting)


@routes.act(f"{ONE}/publish", needs="registry:write", shows=MeetingShape)
def publish_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Let everybody read the approved minutes."""
    return commands.publish_minutes(uow, id, meeting)


@routes.act(f"{ONE}/withdraw", needs="registry:write", shows=MeetingShape)
def withdraw_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Take published minutes back."""
    return commands.withdraw_minutes(uow, id, meeting)
