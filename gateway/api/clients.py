"""The addresses of API clients, for who administers them. No rule lives here."""

from __future__ import annotations

from datetime import timedelta

from gateway.api.schemas import (
    ClientBody,
    ClientChangeBody,
    ClientFilters,
    ClientShape,
    IssuedClientShape,
    RenewalBody,
)
from gateway.identity import clients
from gateway.settings import GatewaySettings
from services.chassis.http.routes import Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork

routes = Routes("clients", summary="API clients of city systems")


@routes.page("/clients", needs="gateway:read", filters=ClientFilters, shows=ClientShape)
def list_clients(read: Reader, query: Document) -> Page:
    """API clients by name."""
    wanted: Document = {name: query[name] for name in ("city", "status") if name in query}
    return read.page("clients", query, filter=wanted, search=["words"], sort_by=("name", "_id"))


@routes.read("/clients/<id>", needs="gateway:read", shows=ClientShape)
def show_client(read: Reader, id: str) -> Document:
    """One API client."""
    return read.get("clients", id)


@routes.create("/clients", needs="gateway:write", body=ClientBody, shows=IssuedClientShape)
def make_client(uow: UnitOfWork, body: Document) -> Document:
    """Make an API client; its secret is in this answer and nowhere else."""
    client, secret = clients.add_client(uow, body)
    return {**client, "secret": secret}


@routes.change("/clients/<id>", needs="gateway:write", body=ClientChangeBody, shows=ClientShape)
def change_client(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change an API client, or switch it off."""
    return clients.change_client(uow, uow.get("clients", id), body)


@routes.act("/clients/<id>/renew-secret", needs="gateway:write", body=RenewalBody, shows=IssuedClientShape)
def renew_secret(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Give an API client another secret; the former one goes on for a while."""
    hours = body.get("overlap_hours")
    overlap = GatewaySettings.from_environment().secret_overlap if hours is None else timedelta(hours=hours)
    client, secret = clients.renew_secret(uow, uow.get("clients", id), overlap)
    return {**client, "secret": secret}


@routes.remove("/clients/<id>", needs="gateway:write")
def remove_client(uow: UnitOfWork, id: str) -> None:
    """Remove an API client; its tokens end within a second."""
    clients.remove_client(uow, uow.get("clients", id))
