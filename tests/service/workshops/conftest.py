"""A workshops service to ask, and the sentences that most of its tests begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.workshops.service import service

GROUPS = ("residents", "experts", "administrators", "business")
SMALL = {"block_below": None, "block_group_below": None, "warn_below": None, "warn_group_ratio": None}


@pytest.fixture
def workshops(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    return service_under_test(service)


@pytest.fixture
def staff(workshops: ServiceUnderTest) -> Caller:
    return workshops.signed_in("lead_staff", city="catania")


@pytest.fixture
def anybody(workshops: ServiceUnderTest) -> Caller:
    return workshops.anonymous()


@pytest.fixture
def notifications(workshops: ServiceUnderTest) -> Caller:
    return workshops.another_service("notifications")


def in_days(days: float) -> datetime:
    """An instant so many days from now, at the full second."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)


def gathering(**facts: Any) -> dict[str, Any]:
    """The body of a gathering in Catania, a month from now."""
    return {
        "city": "catania",
        "method": "easw",
        "title": {"it": {"text": "Imparare insieme"}, "en": {"text": "Learning together"}},
        "starts_at": in_days(30).isoformat(),
        "ends_at": in_days(31).isoformat(),
        "timezone": "Europe/Rome",
        "place": {"name": "Palazzo della Cultura", "address": "Via Vittorio Emanuele II 121, Catania"},
        "capacity": 32,
        **facts,
    }


def plan(staff: Caller, **facts: Any) -> dict[str, Any]:
    """A planned gathering."""
    made: dict[str, Any] = staff.post("/gatherings", gathering(**facts), status=201)
    return made


def person(number: int = 1, role_group: str = "residents", **facts: Any) -> dict[str, Any]:
    """The body of a registration."""
    return {"role_group": role_group, "name": f"Person {number}", "email": f"person{number}@example.org", **facts}


def enrol(staff: Caller, at: dict[str, Any], *people: dict[str, Any]) -> list[dict[str, Any]]:
    """Registrations by staff, in order."""
    return [staff.post(f"/gatherings/{at['id']}/registrations", one, status=201) for one in people]


def said(workshops: ServiceUnderTest, name: str) -> list[dict[str, Any]]:
    """The rows of the outbox for events called `name`, such as "registration.promoted", in order."""
    return [row for row in workshops.outbox() if row["type"] == f"eu.learning-cities.workshops.{name}.v1"]


def paths(problem: dict[str, Any]) -> list[str]:
    """The paths of the fields that a problem names."""
    return sorted(error["path"] for error in problem["errors"])
