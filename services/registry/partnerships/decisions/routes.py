"""The addresses of the register of decisions, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.partnerships.decisions import commands, queries, schemas
from services.registry.partnerships.queries import part

routes = Routes("decisions", summary="A partnership's register of decisions, known to its own city")

ALL, ONE = "/partnerships/<id>/decisions", "/partnerships/<id>/decisions/<decision>"


@routes.page(ALL, needs="registry:read", filters=schemas.DecisionFilters, shows=schemas.DecisionShape)
def list_decisions(read: Reader, query: Document, id: str) -> Page:
    """Decisions of a partnership, the newest first."""
    return queries.list_decisions(read, id, query)


@routes.read(ONE, needs="registry:read", shows=schemas.DecisionShape)
def show_decision(read: Reader, id: str, decision: str) -> Document:
    """One decision."""
    return part(read, "decisions", id, decision)


@routes.create(
    ALL, needs="registry:write", body=schemas.DecisionBody, shows=schemas.DecisionShape, besides=commands.check_besides
)
def take_decision(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Enter a decision of a meeting into the register."""
    return commands.take_decision(uow, id, body)


@routes.change(
    ONE, needs="registry:write", body=schemas.DecisionChangeBody, shows=schemas.DecisionShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_decision(uow: UnitOfWork, body: Document, id: str, decision: str) -> Document:
    """Correct a decision, or change who does it by when."""
    return commands.change_decision(uow, id, decision, body)


@routes.act(f"{ONE}/close", needs="registry:write", body=schemas.ClosingBody, shows=schemas.DecisionShape)
def close_decision(uow: UnitOfWork, body: Document, id: str, decision: str) -> Document:
    """Note that a decision was carried out, or that it will not be."""
    return commands.close_decision(uow, id, decision, body)


@routes.act(f"{ONE}/publish", needs="registry:write", shows=schemas.DecisionShape)
def publish_decision(uow: UnitOfWork, id: str, decision: str) -> Document:
    """Let everybody read a decision."""
    return commands.publish_decision(uow, id, decision)


@routes.act(f"{ONE}/withdraw", needs="registry:write", shows=schemas.DecisionShape)
def withdraw_decision(uow: UnitOfWork, id: str, decision: str) -> Document:
    """Take a published decision back."""
    return commands.withdraw_decision(uow, id, decision)
