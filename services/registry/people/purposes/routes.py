"""The addresses of purposes of consent, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.people.purposes import commands, queries, schemas

routes = Routes("consent purposes", summary="What people may be asked to agree to")


@routes.page("/consent-purposes", needs="registry:read", filters=schemas.PurposeFilters, shows=schemas.PurposeShape)
def list_purposes(read: Reader, query: Document) -> Page:
    """Every purpose of a city."""
    return queries.list_purposes(read, query)


@routes.read("/consent-purposes/<id>", needs="registry:read", shows=schemas.PurposeShape)
def show_purpose(read: Reader, id: str) -> Document:
    """One purpose."""
    return queries.show_purpose(read, id)


@routes.create("/consent-purposes", needs="registry:write", body=schemas.PurposeBody, shows=schemas.PurposeShape)
def add_purpose(uow: UnitOfWork, body: Document) -> Document:
    """Add a purpose of a city."""
    return commands.add_purpose(uow, body)


@routes.change("/consent-purposes/<id>", needs="registry:write", body=schemas.PurposeTexts, shows=schemas.PurposeShape)
def change_purpose(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the words of a purpose, or retire it."""
    return commands.change_purpose(uow, id, body)


@routes.remove("/consent-purposes/<id>", needs="registry:write")
def remove_purpose(uow: UnitOfWork, id: str) -> None:
    """Remove a purpose that nobody has agreed to."""
    commands.remove_purpose(uow, id)
