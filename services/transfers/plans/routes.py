"""The addresses of Action Plans."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.transfers.plans import commands, queries, schemas

routes = Routes("plans", summary="Action Plans of the cities")


@routes.page("/plans", needs="transfers:read", filters=schemas.PlanFilters, shows=schemas.PlanShape)
def list_plans(read: Reader, query: Document) -> Page:
    """Action Plans without their measures, the newest first."""
    return queries.list_plans(read, query)


@routes.read("/plans/<id>", needs="transfers:read", shows=schemas.WholePlanShape)
def show_plan(read: Reader, id: str) -> Document:
    """One Action Plan with its measures."""
    return queries.whole_plan(read, read.get("plans", id))


@routes.create("/plans", needs="transfers:write", body=schemas.PlanBody, shows=schemas.WholePlanShape)
def draft_plan(uow: UnitOfWork, body: Document) -> Document:
    """Start the Action Plan of a city for a period."""
    return queries.whole_plan(uow, commands.draft_plan(uow, body))


@routes.change("/plans/<id>", needs="transfers:write", body=schemas.PlanTexts, shows=schemas.WholePlanShape)
def change_plan(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the texts or the period of an Action Plan."""
    return queries.whole_plan(uow, commands.change_plan(uow, id, body))


@routes.act("/plans/<id>/advance", needs="transfers:write", body=schemas.AdvanceBody, shows=schemas.WholePlanShape)
def advance_plan(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Take an Action Plan to its next state; adopting needs the partnership's decision."""
    return queries.whole_plan(uow, commands.advance_plan(uow, id, body))
