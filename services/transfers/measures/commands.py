"""What can be done with a measure: add it to a plan, change it, report its progress."""

from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.contracts.transfers import MeasureAdded, MeasureChanged
from services.transfers import parts
from services.transfers.measures import model
from services.transfers.measures.origins import take_origin
from services.transfers.neighbours import check_organisation
from services.transfers.plans.commands import check_open, save_plan
from services.transfers.plans.model import BEING_CARRIED_OUT
from services.transfers.steps import no_such_step

MOST_MEASURES = 200


def add_measure(uow: UnitOfWork, plan_id: str, body: Document) -> Document:
    """Add a measure to a plan that is open for change; texts left out are taken from its idea."""
    plan = uow.get("plans", plan_id)
    check_open(plan)
    earlier = uow.count("measures", {"plan": plan_id})
    if earlier >= MOST_MEASURES:
        raise Conflict(_("This plan is full: it has %(n)s measures.", n=earlier))
    kept = {"plan": plan_id, "city": plan["city"], "number": earlier + 1, "state": "planned", "progress": []}
    measure = {"_id": uow.new_id(), **body, **kept}
    if body["origin"]:
        measure["origin"], texts = take_origin(uow, plan["city"], body["origin"])
        measure.update({field: text for field, text in texts.items() if not body[field]})
    uow.add("measures", _settled(uow, measure, former=[]))
    save_plan(uow, plan)
    uow.publish(MeasureAdded, measure)
    return measure


def change_measure(uow: UnitOfWork, plan_id: str, id: str, body: Document) -> Document:
    """Change a measure of a plan that is open for change; its origin stays."""
    measure, plan = _measure_and_plan(uow, plan_id, id)
    check_open(plan)
    former = measure["indicators"]
    measure.update(body)
    uow.save("measures", _settled(uow, measure, former))
    save_plan(uow, plan)
    uow.publish(MeasureChanged, measure)
    return measure


def report_progress(uow: UnitOfWork, plan_id: str, id: str, body: Document) -> Document:
    """Note what became of a measure. Raises `Conflict` for a step that does not follow."""
    measure, plan = _measure_and_plan(uow, plan_id, id)
    state = body["state"] or measure["state"]
    _check_step(measure, plan, state, body["note"])
    for place, value in enumerate(body["values"]):
        _report(uow, measure, place, value)
    entry = {"at": uow.now(), "by": uow.actor.id, "state": state, "note": body["note"]}
    measure.update(state=state, progress=[*measure["progress"], entry])
    uow.save("measures", measure)
    save_plan(uow, plan)
    uow.publish(MeasureChanged, measure)
    return measure


def _measure_and_plan(uow: UnitOfWork, plan_id: str, id: str) -> tuple[Document, Document]:
    measure = uow.get("measures", id)
    if measure["plan"] != plan_id:
        raise NotFound()
    return measure, uow.get("plans", plan_id)


def _check_step(measure: Document, plan: Document, state: str, note: Document) -> None:
    if not model.may_enter(measure["state"], state):
        raise no_such_step(model.NEXT[measure["state"]])
    if state == "dropped" and not note:
        raise Invalid({"note": [_("Say why the measure is dropped.")]})
    if plan["status"] not in BEING_CARRIED_OUT and (state != "dropped" or plan["status"] == "closed"):
        raise Conflict(_("Progress can be reported once the plan is adopted, until it is closed."))


def _report(uow: UnitOfWork, measure: Document, place: int, value: Document) -> None:
    """Write one reported value into its indicator."""
    ids = [indicator["id"] for indicator in measure["indicators"]]
    if value["indicator"] not in ids:
        raise Invalid({f"values.{place}.indicator": [_("This measure has no such indicator.")]})
    if value["measured_on"] > uow.now().date().isoformat():
        raise Invalid({f"values.{place}.measured_on": [_("This day has not come yet.")]})
    at = ids.index(value["indicator"])
    indicator = measure["indicators"][at]
    measure["indicators"][at] = model.report_value(indicator, value["value"], value["measured_on"])


def _settled(uow: UnitOfWork, measure: Document, former: list[Document]) -> Document:
    """The measure with what follows from its fields, checked. Raises `Invalid`."""
    if not measure["title"]:
        raise Invalid({"title": [_("This is missing.")]})
    if measure["starts_on"] and measure["ends_on"] and measure["ends_on"] < measure["starts_on"]:
        raise Invalid({"ends_on": [_("The last day is before the first.")]})
    repeated = parts.repeated(measure["indicators"])
    if repeated:
        raise Invalid({f"indicators.{place}.id": [_("Another one has this id.")] for place in repeated})
    check_organisation(uow, measure["responsible"], "responsible")
    for place, partner in enumerate(measure["partners"]):
        check_organisation(uow, partner, f"partners.{place}")
    indicators = parts.with_ids(measure["indicators"], "indicator")
    measure.update(
        linkages=list(dict.fromkeys(measure["linkages"])),
        integrated=model.is_integrated(measure["linkages"]),
        indicators=model.with_reported_values(indicators, former),
    )
    return measure
