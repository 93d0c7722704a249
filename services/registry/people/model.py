"""The rules about people and their roles in organisations. Imports the standard library only."""

from collections.abc import Mapping
from typing import Any

PERSON_ROLES = (
    "contact",
    "legal_representative",
    "project_manager",
    "facilitator",
    "trainer",
    "expert",
    "policy_maker",
    "social_worker",
    "volunteer",
)


def blank_person() -> dict[str, Any]:
    """A person of whom nothing is known yet but their name."""
    return {"email": None, "language": "en", "roles": []}


def role_is_in_order(role: Mapping[str, Any]) -> bool:
    """Whether a role in an organisation does not end before it begins; each ISO date may be missing."""
    return not (role.get("since") and role.get("until")) or role["since"] <= role["until"]


def full_name(given_name: str, family_name: str, language: str) -> str:
    """How a person is addressed: the family name comes first in Hungarian."""
    names = (family_name, given_name) if language.split("-")[0] == "hu" else (given_name, family_name)
    return " ".join(names)
