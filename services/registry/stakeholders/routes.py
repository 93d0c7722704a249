"""The addresses of stakeholders, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.stakeholders import commands, queries, schemas

routes = Routes("stakeholders", summary="Stakeholder analysis, known to its own city")


@routes.page("/stakeholders", needs="registry:read", filters=schemas.StakeholderFilters, shows=schemas.StakeholderShape)
def list_stakeholders(read: Reader, query: Document) -> Page:
    """Stakeholders of the reader's cities, by name."""
    return queries.list_stakeholders(read, query)


@routes.read("/stakeholders/<id>", needs="registry:read", shows=schemas.StakeholderShape)
def show_stakeholder(read: Reader, id: str) -> Document:
    """One stakeholder with all judgements."""
    return read.get("stakeholders", id)


@routes.create(
    "/stakeholders", needs="registry:write", body=schemas.StakeholderBody, shows=schemas.StakeholderShape,
    besides=commands.check_besides,
)  # fmt: skip
def note_stakeholder(uow: UnitOfWork, body: Document) -> Document:
    """Note a stakeholder."""
    return commands.note_stakeholder(uow, body)


@routes.change(
    "/stakeholders/<id>", needs="registry:write", body=schemas.SheetBody, shows=schemas.StakeholderShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_stakeholder(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the sheet of a stakeholder."""
    return commands.change_stakeholder(uow, id, body)


@routes.act(
    "/stakeholders/<id>/scores",
    needs="registry:write",
    body=schemas.ScoreBody,
    shows=schemas.StakeholderShape,
    status=201,
)
def judge_stakeholder(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Judge a stakeholder again; a second judgement of one day corrects the first."""
    return commands.judge_stakeholder(uow, id, body)


@routes.remove("/stakeholders/<id>", needs="registry:write")
def remove_stakeholder(uow: UnitOfWork, id: str) -> None:
    """Take a stakeholder away."""
    commands.remove_stakeholder(uow, id)


@routes.read("/stakeholder-gaps/<city>", needs="registry:read", shows=schemas.GapsShape)
def show_gaps(read: Reader, city: str) -> Document:
    """The role groups and policy areas in which no stakeholder of a city has a high interest."""
    return queries.gaps(read, city)
