"""The addresses of a partnership's agreements, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.http.schema import Changes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.partnerships.agreements import commands
from services.registry.partnerships.agreements.schemas import AgreementBody, AgreementShape
from services.registry.partnerships.queries import own, part, parts

routes = Routes("agreements", summary="Agreements of a partnership, known to its own city")

ALL, ONE = "/partnerships/<id>/agreements", "/partnerships/<id>/agreements/<agreement>"


@routes.page(ALL, needs="registry:read", filters=Changes, shows=AgreementShape)
def list_agreements(read: Reader, query: Document, id: str) -> Page:
    """Agreements of a partnership, the one signed last first."""
    return parts(read, "agreements", own(read, id)["_id"], query, sort_by=("-signed_on", "_id"))


@routes.read(ONE, needs="registry:read", shows=AgreementShape)
def show_agreement(read: Reader, id: str, agreement: str) -> Document:
    """One agreement."""
    return part(read, "agreements", id, agreement)


@routes.create(ALL, needs="registry:write", body=AgreementBody, shows=AgreementShape, besides=commands.check_besides)
def sign_agreement(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Note an agreement that was signed."""
    return commands.sign_agreement(uow, id, body)


@routes.change(ONE, needs="registry:write", body=AgreementBody, shows=AgreementShape, besides=commands.check_besides)
def change_agreement(uow: UnitOfWork, body: Document, id: str, agreement: str) -> Document:
    """Correct what is noted of an agreement."""
    return commands.change_agreement(uow, id, agreement, body)
