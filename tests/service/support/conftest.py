"""The support desk on a store of its own, in a network of Bologna, which has a practice, and Catania."""

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts.registry import CityRegistered
from services.contracts.transfers import PracticePublished
from services.support.service import service

PRACTICE: dict[str, Any] = {
    "title": {"en": "A one-stop desk"},
    "challenge": {"en": "No way in"},
    "description": {"en": "One desk"},
    "preconditions": {"en": "Premises"},
    "resources": {"en": "Two advisers"},
    "main_institution": "Municipality",
    "nuts": None,
    "policy_areas": ["employment"],
    "components": [],
    "evidence": [],
    "links": [],
    "illustration": False,
}


@pytest.fixture
def support(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """The service, which has heard of two cities and one practice."""
    under_test = service_under_test(service)
    for city in ("Bologna", "Catania"):
        facts = {"name": city, "country": "IT", "role": "both", "timezone": "Europe/Rome"}
        under_test.hears(CityRegistered, subject=city.lower(), data=facts, city=city.lower())
    under_test.hears(PracticePublished, subject="practice-1", data=PRACTICE, city="bologna")
    return under_test


@pytest.fixture
def catania(support: ServiceUnderTest) -> Caller:
    """The desk of Catania."""
    return support.signed_in("lead_staff", city="catania", organisation="municipality")


@pytest.fixture
def bologna(support: ServiceUnderTest) -> Caller:
    """The desk of Bologna."""
    return support.signed_in("lead_staff", city="bologna", organisation="ciofs")
