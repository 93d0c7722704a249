"""Addresses of preferences: always one's own."""

from __future__ import annotations

from typing import Any

from services.chassis.http.routes import Routes
from services.chassis.store import Reader, UnitOfWork
from services.notifications.preferences import commands, queries
from services.notifications.preferences.schemas import PreferencesBody, PreferencesShape

routes = Routes("preferences", summary="What who asks wants to be told, and how")


@routes.read("/preferences", needs="notifications:read", shows=PreferencesShape)
def show_preferences(read: Reader) -> dict[str, Any]:
    """Show one's own preferences."""
    return queries.preferences_of(read, read.actor.id)


@routes.change("/preferences", needs="notifications:read", body=PreferencesBody, shows=PreferencesShape)
def change_preferences(uow: UnitOfWork, body: dict[str, Any]) -> dict[str, Any]:
    """Say what one wants to be told."""
    return commands.change_preferences(uow, body)
