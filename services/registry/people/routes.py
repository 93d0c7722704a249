"""The addresses of people, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.http.schema import Pages
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.people import commands, queries, schemas

routes = Routes("people", summary="People, known to their own city")


@routes.page("/people", needs="registry:read", filters=schemas.PersonFilters, shows=schemas.PersonShape)
def list_people(read: Reader, query: Document) -> Page:
    """People of the reader's cities, by family name."""
    return queries.list_people(read, query)


@routes.read("/people/<id>", needs="registry:read", shows=schemas.PersonShape)
def show_person(read: Reader, id: str) -> Document:
    """One person."""
    return queries.show_person(read, id)


@routes.page("/people/<id>/readings", needs="registry:write", filters=Pages, shows=schemas.ReadingShape)
def list_readings(read: Reader, query: Document, id: str) -> Page:
    """Who saw the data of a person, the newest first."""
    return queries.list_readings(read, query, id)


@routes.act("/people/exports", needs="registry:read", body=schemas.ExportBody, status=204)
def note_export(uow: UnitOfWork, _body: Document) -> None:
    """Note that the people of one's cities are taken away as a file; the rows are those of the list."""
    commands.note_export(uow)


@routes.act("/people/<id>/held", needs="registry:write", shows=schemas.HeldShape)
def tell_held(uow: UnitOfWork, id: str) -> Document:
    """Everything that the register holds about a person, for when they ask; that it was told is noted."""
    return queries.held(uow, id)


@routes.create(
    "/people", needs="registry:write", body=schemas.PersonBody, shows=schemas.PersonShape,
    besides=commands.check_besides,
)  # fmt: skip
def register_person(uow: UnitOfWork, body: Document) -> Document:
    """Note a person."""
    return commands.register_person(uow, body)


@routes.change(
    "/people/<id>", needs="registry:write", body=schemas.PersonBody, shows=schemas.PersonShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_person(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change what is noted of a person."""
    return commands.change_person(uow, id, body)


@routes.act(
    "/people/<id>/consents", needs="registry:write", body=schemas.ConsentBody, shows=schemas.PersonShape, status=201
)
def give_consent(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Note that somebody agrees to something that can be done without."""
    return commands.give_consent(uow, id, body)


@routes.act(
    "/people/<id>/consents/<purpose>/withdraw",
    needs="registry:write",
    body=schemas.WithdrawalBody,
    shows=schemas.PersonShape,
)
def withdraw_consent(uow: UnitOfWork, body: Document, id: str, purpose: str) -> Document:
    """Note that somebody does not agree any longer; that they did stays on record."""
    return commands.withdraw_consent(uow, id, purpose, body)


@routes.act("/people/<id>/hold", needs="registry:write", body=schemas.HoldBody, shows=schemas.PersonShape)
def hold(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Put a person under a legal hold: they are not erased until it is released."""
    return commands.hold(uow, id, body)


@routes.act("/people/<id>/release", needs="registry:write", shows=schemas.PersonShape)
def release(uow: UnitOfWork, id: str) -> Document:
    """End the legal hold of a person."""
    return commands.release(uow, id)


@routes.remove("/people/<id>", needs="registry:write")
def erase_person(uow: UnitOfWork, id: str) -> None:
    """Erase a person, here and by event everywhere."""
    commands.erase_person(uow, id)


@routes.read("/contacts/people/<id>", needs=INTERNAL_ONLY, shows=schemas.ContactShape)
def show_contact(read: Reader, id: str) -> Document:
    """Who a person is and how to write to them, for a worker that does so now."""
    return queries.contact_of_person(read, id)
