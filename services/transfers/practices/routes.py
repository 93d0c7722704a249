"""The addresses of practice sheets."""

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.transfers.practices import commands, queries, schemas

routes = Routes("practices", summary="Good practices and the cities that have them")


@routes.page("/practices", needs="transfers:read", filters=schemas.PracticeFilters, shows=schemas.PracticeShape)
def list_practices(read: Reader, query: Document) -> Page:
    """Practice sheets, drafts too, the newest first."""
    return queries.list_practices(read, query)


@routes.read("/practices/<id>", needs="transfers:read", shows=schemas.PracticeShape)
def show_practice(read: Reader, id: str) -> Document:
    """One practice sheet."""
    return read.get("practices", id)


@routes.create("/practices", needs="transfers:write", body=schemas.PracticeBody, shows=schemas.PracticeShape)
def draft_practice(uow: UnitOfWork, body: Document) -> Document:
    """Start a practice sheet."""
    return commands.draft_practice(uow, body)


@routes.change("/practices/<id>", needs="transfers:write", body=schemas.PracticeTexts, shows=schemas.PracticeShape)
def change_practice(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change a practice sheet."""
    return commands.change_practice(uow, id, body)


@routes.remove("/practices/<id>", needs="transfers:write")
def remove_draft(uow: UnitOfWork, id: str) -> None:
    """Throw away the draft of a practice sheet."""
    commands.remove_draft(uow, id)


@routes.act("/practices/<id>/publish", needs="transfers:write", shows=schemas.PracticeShape)
def publish_practice(uow: UnitOfWork, id: str) -> Document:
    """Publish a practice sheet that tells everything it must."""
    return commands.publish_practice(uow, id)


@routes.page("/public/practices", needs=PUBLIC, filters=schemas.PublicPracticeFilters, shows=schemas.PracticeShape)
def list_published(read: Reader, query: Document) -> Page:
    """The public library of practices."""
    return queries.list_published(read, query)


@routes.read("/public/practices/<id>", needs=PUBLIC, shows=schemas.PracticeShape)
def show_published(read: Reader, id: str) -> Document:
    """One published practice sheet."""
    return queries.show_published(read, id)
