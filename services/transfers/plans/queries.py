"""What can be read of Action Plans. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.transfers.measures.queries import measures_of
from services.transfers.narrowing import narrowed
from services.transfers.plans import model


def list_plans(read: Reader, query: Document) -> Page:
    """A page of plans without their measures, the newest first."""
    page = read.page("plans", query, filter=narrowed(query, "city", "status"), sort_by=("-_id",))
    return Page(items=[with_next_statuses(plan) for plan in page.items], next=page.next)


def with_next_statuses(plan: Document) -> Document:
    """The plan with the states that may follow."""
    return {**plan, "next_statuses": list(model.NEXT.get(plan.get("status", ""), ()))}


def whole_plan(read: Reader, plan: Document) -> Document:
    """The plan with its measures, in their order, and what they ask of each funding source."""
    measures = measures_of(read, plan["_id"])
    return {**with_next_statuses(plan), "measures": measures, "budget": model.budget_by_source(measures)}
