"""Telling the services what somebody may do from now on, so that what goes on without them asking can be stopped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from services.chassis.actor import Cities, Everywhere
from services.chassis.store import UnitOfWork
from services.contracts.gateway import AccessChanged


def say(uow: UnitOfWork, document: Mapping[str, Any], scopes: Collection[str], cities: Cities) -> None:
    """Say what the owner of an account or an API client, just saved or removed, may do; nothing for no scopes."""
    everywhere = isinstance(cities, Everywhere)
    named = [] if isinstance(cities, Everywhere) else sorted(cities)
    uow.publish(AccessChanged, document, scopes=sorted(scopes), cities=named, everywhere=everywhere)
