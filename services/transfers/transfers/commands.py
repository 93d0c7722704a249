"""What can be done with a transfer: open it, file documents, decide on components, take the next step."""

from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.contracts.transfers import (
    TransferAdvanced,
    TransferChanged,
    TransferDiaryOverdue,
    TransferOpened,
)
from services.transfers.neighbours import check_city
from services.transfers.transfers import gates, model


def open_transfer(uow: UnitOfWork, body: Document) -> Document:
    """Propose that a city takes up a practice of another. Raises `Conflict` while the same is under way."""
    practice = _published(uow, body["practice"])
    check_city(uow, body["city"])
    if body["city"] == practice["city"]:
        raise Invalid({"city": [_("The practice comes from this city.")]})
    if uow.first("transfers", {"practice": practice["_id"], "city": body["city"], "under_way": True}):
        raise Conflict(_("This city is taking up this practice already."))
    transfer = uow.add("transfers", _new(uow, practice, body))
    uow.publish(TransferOpened, transfer)
    return transfer


def _published(uow: UnitOfWork, id: str) -> Document:
    practice = uow.first("practices", {"_id": id, "status": "published"})
    if practice is None:
        raise Invalid({"practice": [_("There is no published practice with this id.")]})
    return practice


def _new(uow: UnitOfWork, practice: Document, body: Document) -> Document:
    transfer = {
        "_id": uow.new_id(),
        **body,
        "practice_title": practice["title"],
        "from_city": practice["city"],
        "reason": None,
        "evidence": [],
        "components": model.start_components(practice["components"]),
        "history": [],
        "last_diary_on": None,
        "diary_due_on": model.diary_due(uow.now().date()),
        "overdue_since": None,
    }
    return _entered(uow, transfer, "proposed", None)


def _entered(uow: UnitOfWork, transfer: Document, state: str, reason: str | None) -> Document:
    """The transfer in `state`, with the step in its history."""
    step = {"state": state, "at": uow.now(), "by": uow.actor.id, "reason": reason}
    history = [*transfer["history"], step]
    transfer.update(state=state, reason=reason, under_way=state in model.UNDER_WAY, history=history)
    return transfer


def advance_transfer(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Take the next step through its gate, or abandon; the refusal names each gate item that is missing."""
    transfer = uow.get("transfers", id)
    gates.check_step(transfer, body["state"], body["reason"])
    uow.save("transfers", _entered(uow, transfer, body["state"], body["reason"]))
    uow.publish(TransferAdvanced, transfer)
    return transfer


def file_evidence(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Put a document or decision on file; a newer one for the same gate item takes the older one's place."""
    transfer = uow.get("transfers", id)
    gates.check_under_way(transfer)
    if model.GATE_ITEMS[body["item"]].kind == "decision" and not body["reference"]:
        raise Invalid({"reference": [_("A decision needs its reference.")]})
    others = [one for one in transfer["evidence"] if one["item"] != body["item"]]
    transfer["evidence"] = [*others, {**body, "recorded_at": uow.now()}]
    return uow.save("transfers", transfer)


def decide_component(uow: UnitOfWork, id: str, component_id: str, body: Document) -> Document:
    """Say how a component is taken up and why, or how far it has come."""
    transfer = uow.get("transfers", id)
    gates.check_under_way(transfer)
    component = next((one for one in transfer["components"] if one["id"] == component_id), None)
    if component is None:
        raise NotFound()
    component.update(body)
    lacking = [field for field in ("adaptation", "reason") if not component[field]]
    if lacking:
        raise Invalid({field: [_("Say how this part is taken up, and why.")] for field in lacking})
    uow.save("transfers", transfer)
    uow.publish(TransferChanged, transfer)
    return transfer


def say_diary_overdue(uow: UnitOfWork, id: str) -> None:
    """Say once a lapse that the diary of a transfer has waited too long."""
    transfer = uow.get("transfers", id)
    if not model.diary_lapsed(transfer, uow.now().date()):
        return
    transfer["overdue_since"] = transfer["diary_due_on"]
    uow.save("transfers", transfer)
    facts = {field: transfer[field] for field in ("practice", "practice_title", "from_city", "state")}
    uow.publish(TransferDiaryOverdue, transfer, due_since=transfer["overdue_since"], **facts)
