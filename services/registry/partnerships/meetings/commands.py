"""What can be done with a meeting: plan, change, cancel it, note who was there, write, approve, publish its minutes."""

from collections.abc import Callable
from dataclasses import asdict

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts import governance as says
from services.registry import model as register
from services.registry.partnerships import commands as partnerships
from services.registry.partnerships.agreements.queries import quorum_percent
from services.registry.partnerships.meetings import model
from services.registry.partnerships.model import voters
from services.registry.partnerships.queries import part

BLANK: Document = {"table": None, "time": None, "place": None, "agenda": []}
UNHELD: Document = {
    "status": model.PLANNED, "present": [], "guests": 0, "quorum": None,
    "minutes": None, "minutes_status": model.NONE, "approved_on": None, "published": False,
}  # fmt: skip
SENTENCES = {
    model.AlreadyCancelled: N_("This meeting was cancelled. Plan a new one."),
    model.AlreadyHeld: N_("This meeting took place and cannot be cancelled."),
    model.MinutesApproved: N_("The minutes are approved and do not change any more."),
    model.NotHeld: N_("First note who was there."),
    model.NoMinutes: N_("Write the minutes first, then approve them; only approved minutes can be published."),
}


def plan_meeting(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Plan a meeting of a partnership, or of one of its tables; one that was before is noted, and said to nobody."""
    partnership = partnerships.active(uow, id)
    meeting = {**BLANK, **body, **UNHELD, "_id": uow.new_id(), "partnership": id, "city": partnership["city"]}
    uow.add("meetings", _checked(uow, meeting))
    if _is_to_come(uow, meeting):
        uow.publish(says.MeetingPlanned, meeting, name=partnership["name"])
    return meeting


def change_meeting(uow: UnitOfWork, id: str, meeting: str, body: Document) -> Document:
    """Change what is planned, or write the minutes."""
    found = part(uow, "meetings", id, meeting)
    wanted = register.changes(found, body)
    if not wanted:
        return found
    _by_the_rules(model.check_minutes if "minutes" in wanted else model.check_change, found)
    if "minutes" in wanted:
        found["minutes_status"] = model.DRAFT if wanted["minutes"] else model.NONE
    found.update(wanted)
    _checked(uow, found)
    if wanted.keys() & {"day", "table"} and found["status"] == model.HELD:
        _count(uow, found)
    return uow.save("meetings", found)


def note_attendance(uow: UnitOfWork, id: str, meeting: str, body: Document) -> Document:
    """Note which organisations were there; so it took place, with a quorum or without."""
    found = part(uow, "meetings", id, meeting)
    _by_the_rules(model.check_change, found)
    if found["day"] > partnerships.today_in(uow, found["city"]):
        raise Conflict(_("This meeting is still to come."))
    present = list(dict.fromkeys(body["present"]))
    known = {one.organisation for one in partnerships.mandates_of(uow.get("partnerships", id))}
    for place, organisation in enumerate(present):
        if organisation not in known:
            raise Invalid({f"present.{place}": [_("This organisation is not a member of the partnership.")]})
    found.update(status=model.HELD, present=present, guests=body.get("guests") or 0)
    return uow.save("meetings", _count(uow, found))


def cancel_meeting(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Cancel a meeting that has not taken place."""
    found = part(uow, "meetings", id, meeting)
    _by_the_rules(model.check_cancel, found)
    found["status"] = model.CANCELLED
    uow.save("meetings", found)
    if _is_to_come(uow, found):
        uow.publish(says.MeetingCancelled, found, name=uow.get("partnerships", id)["name"])
    return found


def approve_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Approve the minutes as they stand: from then on they do not change."""
    found = part(uow, "meetings", id, meeting)
    _by_the_rules(model.check_approval, found)
    found.update(minutes_status=model.APPROVED, approved_on=partnerships.today_in(uow, found["city"]))
    return uow.save("meetings", found)


def publish_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Let everybody read the approved minutes."""
    found = part(uow, "meetings", id, meeting)
    _by_the_rules(model.check_publishing, found)
    if not found["published"]:
        found["published"] = True
        uow.save("meetings", found)
        uow.publish(says.MinutesPublished, found)
    return found


def withdraw_minutes(uow: UnitOfWork, id: str, meeting: str) -> Document:
    """Take published minutes back from the public pages."""
    found = part(uow, "meetings", id, meeting)
    if found["published"]:
        found["published"] = False
        uow.save("meetings", found)
        uow.publish(says.MinutesWithdrawn, found)
    return found


def entitled(read: Reader, meeting: Document) -> frozenset[str]:
    """The organisations that vote in a meeting, by the mandates of its day; at a table its members do."""
    if meeting["table"]:
        return frozenset(read.get("tables", meeting["table"])["members"])
    return voters(partnerships.mandates_of(read.get("partnerships", meeting["partnership"])), meeting["day"])


def _is_to_come(uow: UnitOfWork, meeting: Document) -> bool:
    return bool(meeting["day"] >= partnerships.today_in(uow, meeting["city"]))


def _count(uow: UnitOfWork, meeting: Document) -> Document:
    """The meeting with its quorum, by the mandates and the agreement of its day."""
    percent = quorum_percent(uow, meeting["partnership"], meeting["day"])
    quorum = model.quorum(entitled(uow, meeting), meeting["present"], percent)
    meeting["quorum"] = {**asdict(quorum), "percent": percent, "reached": quorum.reached}
    return meeting


def _checked(uow: UnitOfWork, meeting: Document) -> Document:
    table = meeting["table"]
    if table and uow.first("tables", {"_id": table, "partnership": meeting["partnership"]}) is None:
        raise Invalid({"table": [_("There is no such table in this partnership.")]})
    return meeting


def _by_the_rules(check: Callable[[str, str], None], meeting: Document) -> None:
    """Ask the model; a rule that forbids it is told in a sentence."""
    try:
        check(meeting["status"], meeting["minutes_status"])
    except tuple(SENTENCES) as broken:
        raise Conflict(_(SENTENCES[type(broken)])) from broken
