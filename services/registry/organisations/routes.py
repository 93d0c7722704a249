"""The addresses of organisations, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.duplicates.commands import register_apart
from services.registry.duplicates.queries import show_organisation as show_or_lead_on
from services.registry.organisations import commands, queries
from services.registry.organisations.schemas import (
    NewOrganisationBody,
    OrganisationBody,
    OrganisationFilters,
    OrganisationShape,
    VerificationBody,
)

routes = Routes("organisations", summary="Organisations of the network")


@routes.page(
    "/organisations",
    needs="registry:read",
    filters=OrganisationFilters,
    shows=OrganisationShape,
)
def list_organisations(read: Reader, query: Document) -> Page:
    """Organisations, by name."""
    return queries.list_organisations(read, query)


@routes.read("/organisations/<id>", needs="registry:read", shows=OrganisationShape)
def show_organisation(read: Reader, id: str) -> Document:
    """One organisation. One that was merged has moved (308); one that ceased and has a successor is gone (410)."""
    return show_or_lead_on(read, id)


@routes.create(
    "/organisations", needs="registry:write", body=NewOrganisationBody, shows=OrganisationShape,
    besides=commands.check_besides,
)  # fmt: skip
def register_organisation(uow: UnitOfWork, body: Document) -> Document:
    """Enter an organisation into the register."""
    return register_apart(uow, body)


@routes.change(
    "/organisations/<id>", needs="registry:write", body=OrganisationBody, shows=OrganisationShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_organisation(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the sheet of an organisation."""
    return commands.change_organisation(uow, id, body)


@routes.act("/organisations/<id>/verify", needs="registry:write", body=VerificationBody, shows=OrganisationShape)
def verify_organisation(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Say whether an organisation is what its sheet says, compared with the registers."""
    return commands.verify_organisation(uow, id, body)


@routes.remove("/organisations/<id>", needs="registry:write")
def remove_organisation(uow: UnitOfWork, id: str) -> None:
    """Take an organisation out of the register."""
    commands.remove_organisation(uow, id)
