"""The addresses of imports, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.http.schema import Pages
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.imports import columns, commands, problems, queries, saved, templates, uploads, values
from services.registry.imports.mapping_schemas import (
    ColumnsShape,
    MappingChangeBody,
    MappingFilters,
    SavedMappingBody,
    SavedMappingLineShape,
    SavedMappingShape,
    TemplateShape,
    ValuesBody,
)
from services.registry.imports.schemas import (
    ImportBody,
    ImportFilters,
    ImportLineShape,
    ImportShape,
    PartBody,
    ProblemShape,
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


@routes.page("/imports/<id>/problems", needs="registry:read", filters=Pages, shows=ProblemShape)
def list_problems(read: Reader, query: Document, id: str) -> Page:
    """Everything that is wrong with the rows of an import, in their order."""
    return problems.page_of(read, query, id)


@routes.act("/imports/<id>/values", needs="registry:write", body=ValuesBody, shows=ImportShape)
def give_meanings(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Say what words stand for that are not ours, and preview again."""
    return values.give_meanings(uow, id, body["values"])


@routes.create("/uploads", needs="registry:write", body=UploadBody, shows=UploadShape)
def begin_upload(uow: UnitOfWork, body: Document) -> Document:
    """Begin to send a file that is too long for one request."""
    return uploads.begin_upload(uow, body)


@routes.read("/uploads/<id>", needs="registry:read", shows=UploadShape)
def show_upload(read: Reader, id: str) -> Document:
    """How far a file has come."""
    return read.get("uploads", id)


@routes.read("/uploads/<id>/columns/<makes>", needs="registry:read", shows=ColumnsShape)
def show_columns(read: Reader, id: str, makes: str) -> Document:
    """The columns of a file with their first values, and the mapping that they suggest."""
    return columns.columns_of(read, id, makes)


@routes.act("/uploads/<id>/parts", needs="registry:write", body=PartBody, shows=UploadShape)
def add_part(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Send the next part of a file: 512 KiB each but the last."""
    return uploads.add_part(uow, id, body)


@routes.page("/mappings", needs="registry:read", filters=MappingFilters, shows=SavedMappingLineShape)
def list_mappings(read: Reader, query: Document) -> Page:
    """Saved mappings by name."""
    return saved.list_mappings(read, query)


@routes.read("/mappings/<id>", needs="registry:read", shows=SavedMappingShape)
def show_mapping(read: Reader, id: str) -> Document:
    """One saved mapping."""
    return read.get("mappings", id)


@routes.create("/mappings", needs="registry:write", body=SavedMappingBody, shows=SavedMappingShape)
def save_mapping(uow: UnitOfWork, body: Document) -> Document:
    """Keep a mapping under a name."""
    return saved.save_mapping(uow, body)


@routes.change("/mappings/<id>", needs="registry:write", body=MappingChangeBody, shows=SavedMappingShape)
def change_mapping(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Rename a saved mapping, or replace what it says."""
    return saved.change_mapping(uow, id, body)


@routes.remove("/mappings/<id>", needs="registry:write")
def remove_mapping(uow: UnitOfWork, id: str) -> None:
    """Forget a saved mapping."""
    saved.remove_mapping(uow, id)


@routes.read("/templates/<makes>", needs="registry:read", shows=TemplateShape)
def show_template(read: Reader, makes: str) -> Document:
    """The headings of a table to be filled in, with an example."""
    return templates.template(makes)
