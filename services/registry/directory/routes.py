"""The addresses of the directory of services, each a view of a line or two. No rule lives here."""

from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork
from services.registry.directory import commands, queries
from services.registry.directory.schemas import ServiceBody, ServiceFilters, ServiceShape

routes = Routes("services", summary="Directory of services")


@routes.page("/services", needs="registry:read", filters=ServiceFilters, shows=ServiceShape)
def list_services(read: Reader, query: Document) -> Page:
    """Services, by name."""
    return queries.list_services(read, query)


@routes.read("/services/<id>", needs="registry:read", shows=ServiceShape)
def show_service(read: Reader, id: str) -> Document:
    """One service."""
    return read.get("services", id)


@routes.create(
    "/services", needs="registry:write", body=ServiceBody, shows=ServiceShape, besides=commands.check_besides
)
def list_service(uow: UnitOfWork, body: Document) -> Document:
    """Enter a service into the directory."""
    return commands.list_service(uow, body)


@routes.change(
    "/services/<id>", needs="registry:write", body=ServiceBody, shows=ServiceShape, besides=commands.check_besides
)
def change_service(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change a service, which confirms it too."""
    return commands.change_service(uow, id, body)


@routes.act("/services/<id>/confirm", needs="registry:write", shows=ServiceShape)
def confirm_service(uow: UnitOfWork, id: str) -> Document:
    """Say that everything about a service is still right."""
    return commands.confirm_service(uow, id)


@routes.remove("/services/<id>", needs="registry:write")
def remove_service(uow: UnitOfWork, id: str) -> None:
    """Take a service out of the directory."""
    commands.remove_service(uow, id)
