"""The addresses of the support desk."""

from services.chassis.http.routes import INTERNAL_ONLY, PUBLIC, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.support import commands, queries, schemas

routes = Routes("tickets", summary="Questions to the support desk and their answers")


@routes.page("/tickets", needs="support:read", filters=schemas.TicketFilters, shows=schemas.TicketShape)
def list_tickets(read: Reader, query: Document) -> Page:
    """Tickets of the reader's desks, the newest first."""
    return queries.list_tickets(read, query)


@routes.read("/tickets/<id>", needs="support:read", shows=schemas.WholeTicketShape)
def show_ticket(read: Reader, id: str) -> Document:
    """One ticket with its messages."""
    return queries.whole_ticket(read, read.get("tickets", id))


@routes.create("/tickets", needs="support:write", body=schemas.TicketBody, shows=schemas.WholeTicketShape)
def open_ticket(uow: UnitOfWork, body: Document) -> Document:
    """Ask the desk, for oneself or for somebody who called."""
    return queries.whole_ticket(uow, commands.open_ticket(uow, body))


@routes.act("/tickets/<id>/triage", needs="support:write", body=schemas.TriageBody, shows=schemas.WholeTicketShape)
def triage(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Say what a question is about, which sends it to the right desk."""
    return queries.whole_ticket(uow, commands.triage(uow, id, body))


@routes.act("/tickets/<id>/move", needs="support:write", body=schemas.StateBody, shows=schemas.WholeTicketShape)
def move(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Note where a ticket stands at the desk."""
    return queries.whole_ticket(uow, commands.move(uow, id, body["state"]))


@routes.act("/tickets/<id>/answers", needs="support:write", body=schemas.MessageBody, shows=schemas.WholeTicketShape)
def answer(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Answer a ticket; who asked is told."""
    return queries.whole_ticket(uow, commands.answer(uow, id, body))


@routes.act("/tickets/<id>/close", needs="support:write", shows=schemas.WholeTicketShape)
def close(uow: UnitOfWork, id: str) -> Document:
    """Close a ticket; who asked is told."""
    return queries.whole_ticket(uow, commands.close(uow, id))


@routes.remove("/tickets/<id>", needs="support:write")
def erase(uow: UnitOfWork, id: str) -> None:
    """Erase a ticket and who asked."""
    commands.erase(uow, id)


@routes.act("/public/tickets", needs=PUBLIC, body=schemas.TicketBody, shows=schemas.OwnTicketShape, status=201)
def ask(uow: UnitOfWork, body: Document) -> Document:
    """Ask the desk without an account; the answer holds the secret link to the ticket."""
    return queries.own_ticket(uow, commands.open_ticket(uow, body))


@routes.read("/public/tickets/<secret>", needs=PUBLIC, shows=schemas.OwnTicketShape)
def show_own_ticket(read: Reader, secret: str) -> Document:
    """One's own ticket, by its secret link."""
    return queries.by_secret(read, secret)


@routes.act("/public/tickets/<secret>/messages", needs=PUBLIC, body=schemas.MessageBody, shows=schemas.OwnTicketShape)
def write_again(uow: UnitOfWork, body: Document, secret: str) -> Document:
    """Write again about one's own ticket, by its secret link; reopens it when the desk was done with it."""
    return queries.own_ticket(uow, commands.write_again(uow, secret, body))


@routes.read("/contacts/tickets/<id>", needs=INTERNAL_ONLY, shows=schemas.ContactShape)
def show_contact(read: Reader, id: str) -> Document:
    """Whom to write to about a ticket, for a worker that does so now."""
    return queries.contact(read, id)
