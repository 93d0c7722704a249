"""What events tell of a gathering and of a registration for it. Public facts only; no name, no address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

CALENDAR: Final = ("method", "title", "language", "starts_at", "ends_at", "timezone", "place", "sequence")
GATHERING: Final = (
    *CALENDAR,
    "description",
    "status",
    "stage",
    "agenda",
    "capacity",
    "quotas",
    "registration_code",
    "published",
    "illustration",
)

Document = Mapping[str, Any]


def of_gathering(gathering: Document) -> dict[str, Any]:
    """The data of every event about a gathering."""
    return {name: gathering[name] for name in GATHERING}


def of_registration(gathering: Document, registration: Document) -> dict[str, Any]:
    """The data of every event about a registration: its own state, and what a calendar entry needs."""
    return {
        **{name: gathering[name] for name in CALENDAR},
        "gathering": gathering["_id"],
        "role_group": registration["role_group"],
        "status": registration["status"],
        "position": registration["position"],
    }
