"""The addresses of cities and organisations, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry import commands, queries, schemas
from services.registry.duplicates.queries import show_organisation as show

cities = Routes("cities", summary="Cities of the network")
organisations = Routes("organisations", summary="Organisations of the network")


@cities.page("/cities", needs="registry:read", filters=schemas.CityFilters, shows=schemas.CityShape)
def list_cities(read: Reader, query: Document) -> Page:
    """Cities, by name."""
    return queries.list_cities(read, query)


@cities.read("/cities/<id>", needs="registry:read", shows=schemas.CityShape)
def show_city(read: Reader, id: str) -> Document:
    """One city."""
    return read.get("cities", id)


@cities.create("/cities", needs="registry:write", body=schemas.CityBody, shows=schemas.CityShape)
def register_city(uow: UnitOfWork, body: Document) -> Document:
    """Let a city into the network."""
    return commands.register_city(uow, body)


@cities.change("/cities/<id>", needs="registry:write", body=schemas.CityBody, shows=schemas.CityShape)
def change_city(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the facts of a city."""
    return commands.change_city(uow, id, body)


@organisations.page(
    "/organisations",
    needs="registry:read",
    filters=schemas.OrganisationFilters,
    shows=schemas.OrganisationShape,
)
def list_organisations(read: Reader, query: Document) -> Page:
    """Organisations, by name."""
    return queries.list_organisations(read, query)


@organisations.read("/organisations/<id>", needs="registry:read", shows=schemas.OrganisationShape)
def show_organisation(read: Reader, id: str) -> Document:
    """One organisation."""
    return show(read, id)


@organisations.create(
    "/organisations", needs="registry:write", body=schemas.OrganisationBody, shows=schemas.OrganisationShape
)
def register_organisation(uow: UnitOfWork, body: Document) -> Document:
    """Enter an organisation into the register."""
    return commands.register_organisation(uow, body)


@organisations.change(
    "/organisations/<id>",
    needs="registry:write",
    body=schemas.OrganisationBody,
    shows=schemas.OrganisationShape,
)
def change_organisation(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the sheet of an organisation."""
    return commands.change_organisation(uow, id, body)


@organisations.remove("/organisations/<id>", needs="registry:write")
def remove_organisation(uow: UnitOfWork, id: str) -> None:
    """Take an organisation out of the register."""
    commands.remove_organisation(uow, id)


@organisations.page(
    "/organisations/<id>/history", needs="registry:read", filters=schemas.HistoryFilters, shows=schemas.HistoryShape
)
def show_organisation_history(read: Reader, query: Document, id: str) -> Page:
    """What happened to an organisation, the newest first."""
    return queries.history(read, query, "organisations", id)
