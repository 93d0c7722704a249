"""What can be read of measures. Never writes."""

from collections.abc import Sequence

from services.chassis.errors import NotFound
from services.chassis.store import Document, Page, Reader
from services.transfers.narrowing import narrowed
from services.transfers.neighbours import names_of_organisations, survivors


def list_measures(read: Reader, query: Document, plan_id: str) -> Page:
    """A page of the measures of a plan, in their order."""
    wanted = {"plan": read.get("plans", plan_id)["_id"], **narrowed(query, "state", "integrated")}
    page = read.page("measures", query, filter=wanted, sort_by=("number",))
    return Page(items=with_names(read, page.items), next=page.next)


def show_measure(read: Reader, plan_id: str, id: str) -> Document:
    """One measure of a plan. Raises `NotFound` when it is another plan's."""
    measure = read.first("measures", {"_id": id, "plan": plan_id})
    if measure is None:
        raise NotFound()
    return with_names(read, [measure])[0]


def measures_of(read: Reader, plan_id: str) -> list[Document]:
    """All measures of a plan in their order, as the API shows them inside the plan."""
    found = read.find("measures", {"plan": plan_id}, sort=[("number", 1)])
    return [{"id": measure.pop("_id"), **measure} for measure in with_names(read, found)]


def with_names(read: Reader, measures: Sequence[Document]) -> list[Document]:
    """The measures with the name of the organisation that is responsible."""
    now = survivors(read, [id for one in measures for id in (one.get("responsible"), *(one.get("partners") or []))])
    measures = [_meant(one, now) for one in measures]
    names = names_of_organisations(read, (measure.get("responsible") for measure in measures))
    return [{**measure, "responsible_name": names.get(measure.get("responsible", ""))} for measure in measures]


def _meant(measure: Document, now: dict[str, str]) -> Document:
    """The measure with those who stand now for the organisations that it names."""
    partners = [now[id] for id in measure.get("partners") or []]
    return {**measure, "responsible": now.get(measure.get("responsible") or ""), "partners": partners}
