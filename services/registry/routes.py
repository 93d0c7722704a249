"""The addresses of cities, organisations and people, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry import commands, queries, schemas
from services.registry.duplicates.queries import show_organisation as show

cities = Routes("cities", summary="Cities of the network")
organisations = Routes("organisations", summary="Organisations of the network")
people = Routes("people", summary="People, known to their own city")


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


@people.page("/people", needs="registry:read", filters=schemas.PersonFilters, shows=schemas.PersonShape)
def list_people(read: Reader, query: Document) -> Page:
    """People of the reader's cities, by family name."""
    return queries.list_people(read, query)


@people.read("/people/<id>", needs="registry:read", shows=schemas.PersonShape)
def show_person(read: Reader, id: str) -> Document:
    """One person."""
    return read.get("people", id)


@people.create("/people", needs="registry:write", body=schemas.PersonBody, shows=schemas.PersonShape)
def register_person(uow: UnitOfWork, body: Document) -> Document:
    """Note a person."""
    return commands.register_person(uow, body)


@people.change("/people/<id>", needs="registry:write", body=schemas.PersonBody, shows=schemas.PersonShape)
def change_person(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change what is noted of a person."""
    return commands.change_person(uow, id, body)


@people.remove("/people/<id>", needs="registry:write")
def erase_person(uow: UnitOfWork, id: str) -> None:
    """Erase a person, here and by event everywhere."""
    commands.erase_person(uow, id)


@people.read("/contacts/people/<id>", needs=INTERNAL_ONLY, shows=schemas.ContactShape)
def show_contact(read: Reader, id: str) -> Document:
    """Who a person is and how to write to them, for a worker that does so now."""
    return queries.contact_of_person(read, id)
