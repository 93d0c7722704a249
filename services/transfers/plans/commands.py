"""What can be done with an Action Plan: draft it, change it, take it to its next state."""

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.contracts.transfers import PlanChanged, PlanDrafted
from services.transfers.neighbours import check_city
from services.transfers.plans import model
from services.transfers.steps import no_such_step

MISSING = {
    "decision": N_("The partnership adopts a plan by a decision; give its reference."),
    "measures": N_("A plan without measures cannot be adopted."),
}


def draft_plan(uow: UnitOfWork, body: Document) -> Document:
    """Start the Action Plan of a city for a period. Raises `Conflict` when it has one for a day of it."""
    check_city(uow, body["city"])
    plan = {"_id": uow.new_id(), **body, "status": "draft", "revision": 1, "decisions": [], "history": []}
    _check_period(uow, plan)
    _enter(uow, plan, "draft")
    uow.add("plans", _summed_up(plan, []))
    uow.publish(PlanDrafted, plan)
    return plan


def change_plan(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the texts or the period of a plan that is open for change."""
    plan = uow.get("plans", id)
    check_open(plan)
    plan.update(body)
    _check_period(uow, plan)
    return save_plan(uow, plan)


def advance_plan(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Take a plan to its next state. Adopting needs a decision and a measure; revising counts up."""
    plan = uow.get("plans", id)
    status, decision = body["status"], body["decision"]
    if not model.may_enter(plan["status"], status):
        raise no_such_step(model.NEXT[plan["status"]])
    if status == "adopted":
        _adopt(plan, decision)
    if status == "revised":
        plan["revision"] += 1
    _enter(uow, plan, status)
    return save_plan(uow, plan)


def _adopt(plan: Document, decision: Document | None) -> None:
    missing = model.missing_for_adoption(decision, plan["measure_count"])
    if missing:
        raise Invalid({path: [_(MISSING[path])] for path in missing})
    plan["decisions"] = [*plan["decisions"], {**(decision or {}), "revision": plan["revision"]}]


def _enter(uow: UnitOfWork, plan: Document, status: str) -> None:
    step = {"status": status, "revision": plan["revision"], "at": uow.now(), "by": uow.actor.id}
    plan.update(status=status, history=[*plan["history"], step])


def save_plan(uow: UnitOfWork, plan: Document) -> Document:
    """Keep a changed plan, with the sum of its measures, and say so."""
    measures = uow.find("measures", {"plan": plan["_id"]}, fields=["state", "linkages"])
    uow.save("plans", _summed_up(plan, measures))
    uow.publish(PlanChanged, plan)
    return plan


def _summed_up(plan: Document, measures: list[Document]) -> Document:
    found = model.integration(measures)
    plan.update(
        measure_count=found.measure_count,
        integrated_count=found.integrated_count,
        areas=list(found.areas),
        integration_index=found.integration_index,
    )
    return plan


def check_open(plan: Document) -> None:
    """Raise `Conflict` unless the plan is open for change: what was adopted changes by a revision only."""
    if plan["status"] == "closed":
        raise no_such_step(())
    if plan["status"] not in model.OPEN_FOR_CHANGE:
        raise Conflict(_("This plan was adopted. Open a revision to change it."))


def _check_period(uow: UnitOfWork, plan: Document) -> None:
    if plan["ends_on"] < plan["starts_on"]:
        raise Invalid({"ends_on": [_("The last day is before the first.")]})
    others = uow.find("plans", {"city": plan["city"], "_id": {"$ne": plan["_id"]}})
    if any(model.overlaps(plan, other) for other in others):
        raise Conflict(_("This city has an Action Plan for this period already."))
