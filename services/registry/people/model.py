"""The rules about people, their roles in organisations and their consents. Imports the standard library only.

Consent is for what can be done without (newsletter, photos, stories): noting somebody who works in the network needs
none, and asks for none. Days are ISO texts.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

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

CHANNELS: Final = ("email", "phone")
CONSENT_WAYS: Final = ("in_writing", "online", "spoken")
"""How somebody said yes: what the city has to show if it is asked."""

WAYS: Final = ("sheet", "list", "contact", "access_request", "export")
"""How somebody came to see the data of a person."""

Consent = Mapping[str, Any]


class GivenAlready(Exception):
    """There is a consent to this in force; it has to be withdrawn before another is noted."""


class NothingToWithdraw(Exception):
    """No consent to this is in force."""


class BeforeItBegan(Exception):
    """A day that comes before the one it has to follow."""


def blank_person() -> dict[str, Any]:
    """A person of whom nothing is known yet but their name."""
    return {"email": None, "channels": [], "language": "en", "languages": [], "roles": [], "consents": [], "hold": None}


def in_force(consents: Iterable[Consent], purpose: str) -> bool:
    """Whether somebody agrees to `purpose` now."""
    return any(one["purpose"] == purpose and one["withdrawn_on"] is None for one in consents)


def given(consents: Iterable[Consent], purpose: str, how: str, day: str) -> list[Consent]:
    """The consents with one more, given on `day`. Raises `GivenAlready`, `BeforeItBegan` before the last one ended."""
    kept = list(consents)
    if in_force(kept, purpose):
        raise GivenAlready
    if any(one["purpose"] == purpose and one["withdrawn_on"] > day for one in kept):
        raise BeforeItBegan
    return [*kept, {"purpose": purpose, "given_on": day, "withdrawn_on": None, "how": how}]


def withdrawn(consents: Iterable[Consent], purpose: str, day: str) -> list[Consent]:
    """The consents with the one to `purpose` ended on `day`; the record that it was given stays.

    Raises `NothingToWithdraw`, `BeforeItBegan`.
    """
    kept = list(consents)
    if not in_force(kept, purpose):
        raise NothingToWithdraw
    ended = [
        {**one, "withdrawn_on": day} if one["purpose"] == purpose and one["withdrawn_on"] is None else one
        for one in kept
    ]
    if any(one["purpose"] == purpose and one["given_on"] > one["withdrawn_on"] for one in ended):
        raise BeforeItBegan
    return ended


def role_is_in_order(role: Mapping[str, Any]) -> bool:
    """Whether a role in an organisation does not end before it begins; each ISO date may be missing."""
    return not (role.get("since") and role.get("until")) or role["since"] <= role["until"]


def full_name(given_name: str, family_name: str, language: str) -> str:
    """How a person is addressed: the family name comes first in Hungarian."""
    names = (family_name, given_name) if language.split("-")[0] == "hu" else (given_name, family_name)
    return " ".join(names)
