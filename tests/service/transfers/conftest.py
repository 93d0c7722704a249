"""Transfers on a store of its own, in a network of Bologna and Catania, and the things that its tests begin with."""

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.registry import CityRegistered, OrganisationRegistered
from services.contracts.workshops import IdeaSubmitted
from services.transfers.service import service
from tests.service.transfers.samples import IDEA, MUNICIPALITY, SHEET


@pytest.fixture
def transfers(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """The service, which has heard of three cities and one organisation."""
    under_test = service_under_test(service)
    for city in ("Bologna", "Catania", "Budapest"):
        facts = {"name": city, "country": "IT", "role": "both", "timezone": "Europe/Rome"}
        under_test.hears(CityRegistered, subject=city.lower(), data=facts, city=city.lower())
    facts = {"name": "Comune di Catania", "kind": "municipality", "country": "IT"}
    under_test.hears(OrganisationRegistered, subject=MUNICIPALITY, data=facts, city="catania")
    return under_test


@pytest.fixture
def bologna(transfers: ServiceUnderTest) -> Caller:
    """Staff of the city that has the practice."""
    return transfers.signed_in("lead_staff", city="bologna")


@pytest.fixture
def catania(transfers: ServiceUnderTest) -> Caller:
    """Staff of the city that takes it up."""
    return transfers.signed_in("lead_staff", city="catania", organisation=MUNICIPALITY)


@pytest.fixture
def practice(bologna: Caller) -> dict[str, Any]:
    """A published practice of Bologna with two components."""
    draft = bologna.post("/practices", SHEET, status=201)
    return bologna.post(f"/practices/{draft['id']}/publish")


@pytest.fixture
def transfer(catania: Caller, practice: dict[str, Any]) -> dict[str, Any]:
    """The practice of Bologna on its way to Catania."""
    return catania.post("/transfers", {"practice": practice["id"], "city": "catania"}, status=201)


@pytest.fixture
def plan(catania: Caller) -> dict[str, Any]:
    """Catania's Action Plan in draft."""
    body = {"city": "catania", "title": {"it": "Piano"}, "starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    return catania.post("/plans", body, status=201)


@pytest.fixture
def idea(transfers: ServiceUnderTest) -> str:
    """An idea from a workshop in Catania."""
    transfers.hears(IdeaSubmitted, subject="idea-1", data=IDEA, city="catania")
    return "idea-1"
