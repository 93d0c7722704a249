"""The registry under test, with two cities in it."""

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.service import service

CATANIA = {"name": "Catania", "country": "IT", "role": "receiving", "timezone": "Europe/Rome"}
BOLOGNA = {"name": "Bologna", "country": "IT", "role": "source", "timezone": "Europe/Rome"}

Register = Callable[..., dict[str, Any]]


@pytest.fixture
def registry(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """The registry of a network of two cities."""
    registry = service_under_test(service)
    coordinator = registry.signed_in("coordinator")
    for city in (CATANIA, BOLOGNA):
        coordinator.post("/cities", city, status=201)
    registry.database.rows("outbox").delete_many({})  # so that a test sees only what it causes
    return registry


@pytest.fixture
def coordinator(registry: ServiceUnderTest) -> Caller:
    """The network's coordinator."""
    return registry.signed_in("coordinator")


@pytest.fixture
def staff(registry: ServiceUnderTest) -> Caller:
    """Staff of Catania's lead organisation."""
    return registry.signed_in("lead_staff", city="catania")


@pytest.fixture
def neighbour(registry: ServiceUnderTest) -> Caller:
    """Staff of Bologna's lead organisation."""
    return registry.signed_in("lead_staff", city="bologna")


@pytest.fixture
def register(staff: Caller) -> Register:
    """Registers an organisation of Catania: `register("ZSI", seat="Vienna")`."""

    def register(name: str, **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = staff.post(
            "/organisations", {"name": name, "kind": "ngo", "country": "IT", **more}, status=201
        )
        return made

    return register
