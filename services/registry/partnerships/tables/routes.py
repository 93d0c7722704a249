"""The addresses of a partnership's thematic tables, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.http.schema import Changes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.partnerships.queries import part, parts
from services.registry.partnerships.tables import commands
from services.registry.partnerships.tables.schemas import TableBody, TableShape

routes = Routes("tables", summary="Thematic tables of a partnership")

ALL, ONE = "/partnerships/<id>/tables", "/partnerships/<id>/tables/<table>"


@routes.page(ALL, needs="registry:read", filters=Changes, shows=TableShape)
def list_tables(read: Reader, query: Document, id: str) -> Page:
    """Thematic tables of a partnership, closed ones too, the oldest first."""
    return parts(read, "tables", read.get("partnerships", id)["_id"], query, sort_by=("since", "_id"))


@routes.read(ONE, needs="registry:read", shows=TableShape)
def show_table(read: Reader, id: str, table: str) -> Document:
    """One thematic table."""
    return part(read, "tables", id, table)


@routes.create(ALL, needs="registry:write", body=TableBody, shows=TableShape, besides=commands.check_besides)
def open_table(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Open a thematic table."""
    return commands.open_table(uow, id, body)


@routes.change(ONE, needs="registry:write", body=TableBody, shows=TableShape, besides=commands.check_besides)
def change_table(uow: UnitOfWork, body: Document, id: str, table: str) -> Document:
    """Change a thematic table, or close it by its last day."""
    return commands.change_table(uow, id, table, body)
