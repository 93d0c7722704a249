"""The addresses of transfers and their diaries."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.transfers.transfers import commands, diary, queries, schemas
from services.transfers.transfers.queries import with_next_steps

routes = Routes("transfers", summary="Practices on their way from city to city")


@routes.page("/transfers", needs="transfers:read", filters=schemas.TransferFilters, shows=schemas.TransferShape)
def list_transfers(read: Reader, query: Document) -> Page:
    """Transfers, the newest first."""
    return queries.list_transfers(read, query)


@routes.read("/transfers/<id>", needs="transfers:read", shows=schemas.TransferShape)
def show_transfer(read: Reader, id: str) -> Document:
    """One transfer, with what its next steps ask for."""
    return with_next_steps(read.get("transfers", id))


@routes.create("/transfers", needs="transfers:write", body=schemas.TransferBody, shows=schemas.TransferShape)
def open_transfer(uow: UnitOfWork, body: Document) -> Document:
    """Propose that a city takes up a practice."""
    return with_next_steps(commands.open_transfer(uow, body))


@routes.act("/transfers/<id>/advance", needs="transfers:write", body=schemas.AdvanceBody, shows=schemas.TransferShape)
def advance_transfer(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Take the next step of a transfer, through its gate."""
    return with_next_steps(commands.advance_transfer(uow, id, body))


@routes.act(
    "/transfers/<id>/evidence",
    needs="transfers:write",
    body=schemas.EvidenceBody,
    shows=schemas.TransferShape,
)
def file_evidence(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Put a document or decision that a gate asks for on file."""
    return with_next_steps(commands.file_evidence(uow, id, body))


@routes.act(
    "/transfers/<id>/components/<component>",
    needs="transfers:write",
    body=schemas.ComponentBody,
    shows=schemas.TransferShape,
)
def decide_component(uow: UnitOfWork, body: Document, id: str, component: str) -> Document:
    """Say how a component is taken up, why, and how far it has come."""
    return with_next_steps(commands.decide_component(uow, id, component, body))


@routes.page("/transfers/<id>/diary", needs="transfers:read", filters=schemas.DiaryFilters, shows=schemas.DiaryShape)
def list_diary(read: Reader, query: Document, id: str) -> Page:
    """The diary of a transfer, the newest entry first."""
    return diary.list_entries(read, query, id)


@routes.create("/transfers/<id>/diary", needs="transfers:write", body=schemas.DiaryBody, shows=schemas.DiaryShape)
def write_diary(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Write in the diary of a transfer."""
    return diary.write_entry(uow, id, body)


@routes.read("/transfers/<id>/diary/<entry>", needs="transfers:read", shows=schemas.DiaryShape)
def show_diary_entry(read: Reader, id: str, entry: str) -> Document:
    """One entry of the diary of a transfer."""
    return diary.show_entry(read, id, entry)
