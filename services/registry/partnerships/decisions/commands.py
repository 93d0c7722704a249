"""What can be done with a decision: enter it, change who does it by when, close, publish, take back, say it is late."""

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.contracts import governance as says
from services.registry import model as register
from services.registry.partnerships import commands as partnerships
from services.registry.partnerships.decisions import model
from services.registry.partnerships.meetings.commands import entitled
from services.registry.partnerships.meetings.model import HELD
from services.registry.partnerships.queries import own, part

BLANK: Document = {
    "detail": None, **dict.fromkeys(model.COUNTS), "interested": [], "responsible": None, "due_on": None,
}  # fmt: skip


def take_decision(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Enter what a meeting with a quorum decided into the register."""
    partnership = partnerships.active(uow, id)
    meeting = uow.first("meetings", {"_id": body["meeting"], "partnership": id})
    if meeting is None:
        raise Invalid({"meeting": [_("There is no such meeting of this partnership.")]})
    if meeting["status"] != HELD or not meeting["quorum"]["reached"]:
        raise Conflict(_("Only a meeting that took place with a quorum decides."))
    decision = {**BLANK, **body, "_id": uow.new_id(), "partnership": id, "city": partnership["city"]}
    decision.update(decided_on=meeting["day"], published=False, closed_on=None, closing_note=None, lateness_said=False)
    deciding = _deciding(uow, decision, meeting)
    if faults := _faults_of_votes(decision, meeting, deciding) | _faults(partnership, decision):
        raise Invalid(faults)
    decision["outcome"] = model.outcome(decision["method"], _votes(decision), deciding)
    decision["status"] = model.status(decision["outcome"], decision["responsible"], decision["due_on"])
    return uow.add("decisions", _ready(decision))


def change_decision(uow: UnitOfWork, id: str, decision: str, body: Document) -> Document:
    """Correct its words, or who does it by when, which may be late anew; how it was decided stays."""
    found = part(uow, "decisions", id, decision)
    if wanted := register.changes(found, body):
        found.update(wanted)
        if faults := _faults(uow.get("partnerships", id), found):
            raise Invalid(faults)
        if wanted.keys() & {"due_on", "responsible"}:
            found["lateness_said"] = False
        if found["status"] not in model.CLOSED:
            found["status"] = model.status(found["outcome"], found["responsible"], found["due_on"])
        _keep(uow, _ready(found))
    return found


def check_besides(read: Reader, body: Document, id: str, decision: str | None = None) -> None:
    """Raise `Invalid` for what the rules have against the parts of a body that have the right form."""
    partnership = own(read, id)
    meeting = read.first("meetings", {"_id": body.get("meeting"), "partnership": id}) or {"day": "", "quorum": None}
    kept = part(read, "decisions", id, decision) if decision else {**BLANK, "decided_on": meeting["day"]}
    faults = _faults(partnership, {**kept, **body})
    if meeting["quorum"] and "method" in body:
        taken = {**kept, **body}
        faults |= _faults_of_votes(taken, meeting, _deciding(read, taken, meeting))
    if faults:
        raise Invalid(faults)


def close_decision(uow: UnitOfWork, id: str, decision: str, body: Document) -> Document:
    """Note that it was done, or that it will not be."""
    found = part(uow, "decisions", id, decision)
    if found["status"] != model.OPEN:
        raise Conflict(_("There is nothing left to do about this decision."))
    closed_on = partnerships.today_in(uow, found["city"])
    found.update(status=body["status"], closed_on=closed_on, closing_note=body.get("note"))
    _keep(uow, found)
    return found


def publish_decision(uow: UnitOfWork, id: str, decision: str) -> Document:
    """Let everybody read the decision."""
    found = part(uow, "decisions", id, decision)
    if not found["published"]:
        found["published"] = True
        _keep(uow, found)
    return found


def withdraw_decision(uow: UnitOfWork, id: str, decision: str) -> Document:
    """Take a published decision back from the public pages."""
    found = part(uow, "decisions", id, decision)
    if found["published"]:
        found["published"] = False
        uow.save("decisions", found)
        uow.publish(says.DecisionWithdrawn, found)
    return found


def say_overdue(uow: UnitOfWork, id: str) -> None:
    """Say once that the day of a decision has passed; nothing where it was done in the meantime."""
    found = uow.get("decisions", id)
    late = found["due_on"] is not None and found["due_on"] < partnerships.today_in(uow, found["city"])
    if found["status"] == model.OPEN and late and not found["lateness_said"]:
        found["lateness_said"] = True
        uow.save("decisions", found)
        uow.publish(says.DecisionOverdue, found)


def _keep(uow: UnitOfWork, decision: Document) -> None:
    """Save it, and say what everybody may read where it is published."""
    uow.save("decisions", decision)
    if decision["published"]:
        uow.publish(says.DecisionPublished, decision)


def _votes(decision: Document) -> tuple[int | None, int | None, int | None]:
    return decision["votes_for"], decision["votes_against"], decision["abstentions"]


def _deciding(read: Reader, decision: Document, meeting: Document) -> int:
    """How many voters were there and had no interest of their own."""
    return len((entitled(read, meeting) & frozenset(meeting["present"])) - frozenset(decision["interested"]))


def _faults_of_votes(decision: Document, meeting: Document, present: int) -> dict[str, list[str]]:
    """What is wrong with the counts, told at those that are missing or too many, and with who stepped back."""
    if not {*decision["interested"]} <= {*meeting["present"]}:
        return {"interested": [_("Choose among those who were there.")]}
    votes = _votes(decision)
    try:
        model.outcome(decision["method"], votes, present)
    except model.CountsMissing:
        missing = [name for name, count in zip(model.COUNTS, votes, strict=True) if count is None]
        return dict.fromkeys(missing, [_("A vote is told with this number too, 0 where there was none.")])
    except model.CountsWithoutVote:
        return {"votes_for": [_("Consensus has no counts. Leave them empty, or say that it was a vote.")]}
    except model.TooManyVotes:
        more = _(
            "Votes and abstentions are more than the voters who were there and did not step back (%(present)s).",
            present=present,
        )
        return {"votes_for": [more]}
    return {}


def _faults(partnership: Document, decision: Document) -> dict[str, list[str]]:
    """What is wrong with who does it by when."""
    faults = {}
    members = {one.organisation for one in partnerships.mandates_of(partnership)}
    if decision["responsible"] and decision["responsible"] not in members:
        faults["responsible"] = [_("This organisation is not a member of the partnership.")]
    if decision["due_on"] and decision["due_on"] < decision["decided_on"]:
        faults["due_on"] = [_("This day is before that of the decision.")]
    return faults


def _ready(decision: Document) -> Document:
    """The decision ready to be kept and searched."""
    return searchable(decision, decision["title"], besides=[decision["detail"]])
