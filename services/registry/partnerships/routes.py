"""The addresses of partnerships, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.partnerships import commands, queries
from services.registry.partnerships.schemas import (
    CompositionShape,
    LastDayBody,
    MemberBody,
    PartnershipBody,
    PartnershipChangeBody,
    PartnershipFilters,
    PartnershipShape,
)

routes = Routes("partnerships", summary="Local Development Partnerships")


@routes.page("/partnerships", needs="registry:read", filters=PartnershipFilters, shows=PartnershipShape)
def list_partnerships(read: Reader, query: Document) -> Page:
    """Partnerships, by name."""
    return queries.list_partnerships(read, query)


@routes.read("/partnerships/<id>", needs="registry:read", shows=PartnershipShape)
def show_partnership(read: Reader, id: str) -> Document:
    """One partnership with its mandates, past ones too."""
    return read.get("partnerships", id)


@routes.read("/partnerships/<id>/composition", needs="registry:read", shows=CompositionShape)
def show_composition(read: Reader, id: str) -> Document:
    """Whom the members speak for, and who is missing by the partnership principle."""
    return queries.show_composition(read, id)


@routes.create(
    "/partnerships", needs="registry:write", body=PartnershipBody, shows=PartnershipShape,
    besides=commands.check_besides,
)  # fmt: skip
def form_partnership(uow: UnitOfWork, body: Document) -> Document:
    """Form a partnership."""
    return commands.form_partnership(uow, body)


@routes.change(
    "/partnerships/<id>", needs="registry:write", body=PartnershipChangeBody, shows=PartnershipShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_partnership(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Rename a partnership or hand its lead over."""
    return commands.change_partnership(uow, id, body)


@routes.act("/partnerships/<id>/members", needs="registry:write", body=MemberBody, shows=PartnershipShape, status=201)
def add_member(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Let an organisation join."""
    return commands.add_member(uow, id, body)


@routes.act(
    "/partnerships/<id>/members/<organisation>/end",
    needs="registry:write",
    body=LastDayBody,
    shows=PartnershipShape,
)
def end_member(uow: UnitOfWork, body: Document, id: str, organisation: str) -> Document:
    """Let an organisation leave."""
    return commands.end_member(uow, id, organisation, body)


@routes.act("/partnerships/<id>/end", needs="registry:write", body=LastDayBody, shows=PartnershipShape)
def end_partnership(uow: UnitOfWork, body: Document, id: str) -> Document:
    """End a partnership and every mandate in it."""
    return commands.end_partnership(uow, id, body)
