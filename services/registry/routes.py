"""The addresses of cities, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry import commands, queries, schemas

cities = Routes("cities", summary="Cities of the network")


@cities.page("/cities", needs="registry:read", filters=schemas.CityFilters, shows=schemas.CityShape)
def list_cities(read: Reader, query: Document) -> Page:
    """Cities, by name."""
    return queries.list_cities(read, query)


@cities.read("/cities/<id>", needs="registry:read", shows=schemas.CityShape)
def show_city(read: Reader, id: str) -> Document:
    """One city."""
    return read.get("cities", id)


@cities.create(
    "/cities", needs="registry:write", body=schemas.CityBody, shows=schemas.CityShape,
    besides=commands.check_besides,
)  # fmt: skip
def register_city(uow: UnitOfWork, body: Document) -> Document:
    """Let a city into the network."""
    return commands.register_city(uow, body)


@cities.change(
    "/cities/<id>", needs="registry:write", body=schemas.CityBody, shows=schemas.CityShape,
    besides=commands.check_besides,
)  # fmt: skip
def change_city(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change the facts of a city."""
    return commands.change_city(uow, id, body)
