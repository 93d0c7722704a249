"""The addresses of imports, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.imports import commands, queries, uploads
from services.registry.imports.schemas import (
    ImportBody,
    ImportFilters,
    ImportLineShape,
    ImportShape,
    PartBody,
    UploadBody,
    UploadShape,
)

routes = Routes("imports", summary="Imports of foreign directories")

LARGEST_IMPORT = 2 * 1024 * 1024


@routes.page("/imports", needs="registry:read", filters=ImportFilters, shows=ImportLineShape)
def list_imports(read: Reader, query: Document) -> Page:
    """Imports, the newest first."""
    return queries.list_imports(read, query)


@routes.read("/imports/<id>", needs="registry:read", shows=ImportShape)
def show_import(read: Reader, id: str) -> Document:
    """One import: its preview, its problems, how far it is."""
    return read.get("imports", id)


@routes.create("/imports", needs="registry:write", body=ImportBody, shows=ImportShape, largest_body=LARGEST_IMPORT)
def preview_import(uow: UnitOfWork, body: Document) -> Document:
    """Preview what a directory would add and change."""
    return commands.preview_import(uow, body)


@routes.act("/imports/<id>/confirm", needs="registry:write", shows=ImportShape)
def confirm_import(uow: UnitOfWork, id: str) -> Document:
    """Apply what was previewed."""
    return commands.confirm_import(uow, id)


@routes.act("/imports/<id>/undo", needs="registry:write", shows=ImportShape)
def undo_import(uow: UnitOfWork, id: str) -> Document:
    """Take back what an import did, within 30 days."""
    return commands.undo_import(uow, id)


@routes.create("/uploads", needs="registry:write", body=UploadBody, shows=UploadShape)
def begin_upload(uow: UnitOfWork, body: Document) -> Document:
    """Begin to send a file that is too long for one request."""
    return uploads.begin_upload(uow, body)


@routes.read("/uploads/<id>", needs="registry:read", shows=UploadShape)
def show_upload(read: Reader, id: str) -> Document:
    """How far a file has come."""
    return read.get("uploads", id)


@routes.act("/uploads/<id>/parts", needs="registry:write", body=PartBody, shows=UploadShape)
def add_part(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Send the next part of a file: 512 KiB each but the last."""
    return uploads.add_part(uow, id, body)
