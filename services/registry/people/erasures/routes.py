"""The addresses of erasures, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.http.schema import Changes
from services.chassis.store import Document, Page, Reader
from services.registry.people.erasures import queries, schemas

routes = Routes("erasures", summary="Receipts of people who were erased")


@routes.page("/erasures", needs="registry:write", filters=Changes, shows=schemas.ErasureShape)
def list_erasures(read: Reader, query: Document) -> Page:
    """Receipts, the newest first."""
    return queries.list_erasures(read, query)


@routes.read("/erasures/<id>", needs="registry:write", shows=schemas.ErasureShape)
def show_erasure(read: Reader, id: str) -> Document:
    """One receipt: which service has erased how much, and who is still missing."""
    return queries.shown(read, read.get("erasures", id))


@routes.read("/late-erasures", needs="operator:read", shows=schemas.LateShape)
def show_late(read: Reader) -> Document:
    """Which services are late with an erasure, whoever was erased: also where it is the one that would write mails."""
    return queries.late(read)


@routes.read("/contacts/erasures/<id>", needs=INTERNAL_ONLY, shows=schemas.KnownByShape)
def show_known_by(read: Reader, id: str) -> Document:
    """By which addresses a service may know who is being erased, for a worker that erases them now."""
    return queries.known_by(read, id)
