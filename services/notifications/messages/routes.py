"""Addresses of the in-app inbox."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.http.routes import Routes
from services.chassis.store import Page, Reader, UnitOfWork
from services.notifications.messages import commands, queries
from services.notifications.messages.schemas import MessageFilters, MessageShape

routes = Routes("messages", summary="The in-app inbox of who asks")


@routes.page("/messages", needs="notifications:read", filters=MessageFilters, shows=MessageShape)
def list_messages(read: Reader, query: Mapping[str, Any]) -> Page:
    """List what there is to know, newest first."""
    return queries.list_messages(read, query)


@routes.act("/messages/<id>/read", needs="notifications:read", shows=MessageShape)
def mark_read(uow: UnitOfWork, id: str) -> dict[str, Any]:
    """Mark a message as read."""
    return commands.mark_read(uow, id)
