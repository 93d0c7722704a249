"""Addresses of webhooks, of the log of their deliveries, and of the catalogue of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.http.routes import Routes
from services.chassis.store import Page, Reader, UnitOfWork
from services.notifications.webhooks import commands, queries, schemas

READ, WRITE = "notifications:read", "notifications:write"

routes = Routes("webhooks", summary="Endpoints of city systems, and what was delivered to them")


@routes.create("/webhooks", needs=WRITE, body=schemas.WebhookBody, shows=schemas.WebhookWithSecret)
def register_webhook(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    """Register an endpoint; the secret in the answer is shown this once."""
    return commands.register_webhook(uow, body)


@routes.page("/webhooks", needs=READ, filters=schemas.WebhookFilters, shows=schemas.WebhookShape)
def list_webhooks(read: Reader, query: Mapping[str, Any]) -> Page:
    """List the endpoints of one's cities."""
    return queries.list_webhooks(read, query)


@routes.read("/webhooks/<id>", needs=READ, shows=schemas.WebhookShape)
def show_webhook(read: Reader, id: str) -> dict[str, Any]:
    """Show an endpoint and how it fares."""
    return queries.show_webhook(read, id)


@routes.change("/webhooks/<id>", needs=WRITE, body=schemas.WebhookChange, shows=schemas.WebhookShape)
def change_webhook(uow: UnitOfWork, body: dict[str, Any], id: str) -> dict[str, Any]:
    """Change an endpoint, or switch it off or on."""
    return commands.change_webhook(uow, id, body)


@routes.remove("/webhooks/<id>", needs=WRITE)
def remove_webhook(uow: UnitOfWork, id: str) -> None:
    """Remove an endpoint."""
    commands.remove_webhook(uow, id)


@routes.act("/webhooks/<id>/rotate-secret", needs=WRITE, shows=schemas.WebhookWithSecret)
def rotate_secret(uow: UnitOfWork, id: str) -> dict[str, Any]:
    """Make a fresh secret, shown this once; the former signs too for 24 hours."""
    return commands.rotate_secret(uow, id)


@routes.act("/webhooks/<id>/test", needs=WRITE, shows=schemas.DeliveryShape, status=202)
def send_test(uow: UnitOfWork, id: str) -> dict[str, Any]:
    """Send an event that only tries the endpoint."""
    return commands.send_test(uow, id)


@routes.act("/webhooks/<id>/resend-failed", needs=WRITE, shows=schemas.ResentShape, status=202)
def resend_failed(uow: UnitOfWork, id: str) -> dict[str, Any]:
    """Deliver everything that failed once more."""
    return commands.resend_failed(uow, id)


@routes.page("/webhooks/<id>/deliveries", needs=READ, filters=schemas.DeliveryFilters, shows=schemas.DeliveryShape)
def list_deliveries(read: Reader, query: Mapping[str, Any], id: str) -> Page:
    """List deliveries with every attempt, newest first."""
    return queries.list_deliveries(read, query, id)


@routes.read("/webhooks/<id>/deliveries/<delivery>", needs=READ, shows=schemas.DeliveryWithBody)
def show_delivery(read: Reader, id: str, delivery: str) -> dict[str, Any]:
    """Show a delivery with the bytes that are sent."""
    return queries.show_delivery(read, id, delivery)


@routes.act("/webhooks/<id>/deliveries/<delivery>/resend", needs=WRITE, shows=schemas.DeliveryShape, status=202)
def resend(uow: UnitOfWork, id: str, delivery: str) -> dict[str, Any]:
    """Deliver an event once more."""
    return commands.resend(uow, id, delivery)


@routes.page("/event-types", needs=READ, filters=schemas.EventTypeFilters, shows=schemas.EventTypeShape)
def list_event_types(read: Reader, query: Mapping[str, Any]) -> Page:
    """List the events that can be asked for."""
    return queries.list_event_types(query)
