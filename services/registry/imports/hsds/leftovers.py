"""What HSDS objects tell and the register has no field for: named before it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from services.registry.organisations.model import SCHEMES

Read = dict[str, Any]

_ALL: Final[Read] = {}
"""Whatever stands below."""
_LANGUAGE: Final[Read] = {"code": _ALL, "name": _ALL}
_ADDRESS: Final[Read] = dict.fromkeys(
    ("address_1", "address_2", "address_3", "address_4", "city", "postal_code", "country", "address_type"), _ALL
)
_LOCATION: Final[Read] = {
    "name": _ALL, "location_type": _ALL, "latitude": _ALL, "longitude": _ALL, "addresses": _ADDRESS,
    "languages": _LANGUAGE,
}  # fmt: skip
_SCHEDULE: Final[Read] = dict.fromkeys(
    ("description", "byday", "bymonth", "freq", "interval", "opens_at", "closes_at", "valid_from", "valid_to"), _ALL
)
ORGANIZATION: Final[Read] = {
    "name": _ALL, "alternate_name": _ALL, "description": _ALL, "email": _ALL, "website": _ALL, "uri": _ALL,
    "locations": _LOCATION, "attributes": _ALL, "organization_identifiers": _ALL,
}  # fmt: skip
_PLAIN: Final = (
    "name", "description", "url", "email", "status", "application_process", "fees_description", "fees",
    "eligibility_description", "eligibilitys", "payments", "assured_date", "last_modified", "organization",
    "attributes",
)  # fmt: skip
SERVICE: Final[Read] = {
    **dict.fromkeys(_PLAIN, _ALL),
    "phones": {"number": _ALL}, "schedules": _SCHEDULE, "languages": _LANGUAGE,
    "required_documents": {"document": _ALL}, "service_at_locations": {"location": _LOCATION},
    "cost_options": {"option": _ALL, "amount": _ALL, "currency": _ALL, "amount_description": _ALL},
}  # fmt: skip


def unread(said: dict[str, Any], read: Read, path: str) -> Iterator[str]:
    """The paths of what says something and is not `read`: "service.program", "service.phones.extension"."""
    for name, value in said.items():
        here = f"{path}.{name}"
        if name == "id" or name.endswith("_id") or value in (None, "", [], {}):
            continue
        if name not in read:
            yield here
        elif read[name]:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield from unread(one, read[name], here)


def foreign_numbers(said: dict[str, Any], path: str) -> Iterator[str]:
    """The path of identifiers of organisations whose scheme is none of ours."""
    for one in said.get("organization_identifiers") or ():
        if isinstance(one, dict) and one.get("identifier_type") not in SCHEMES:
            told = one.get("identifier_type") or one.get("identifier_scheme") or "identifier"
            yield f"{path}.organization_identifiers.{told}"


def foreign_terms(said: dict[str, Any], path: str, ours: set[str]) -> Iterator[str]:
    """The path of attributes whose terms are of somebody else's taxonomy."""
    for one in said.get("attributes") or ():
        term = one.get("taxonomy_term") if isinstance(one, dict) else None
        if isinstance(term, dict) and term.get("id") not in ours:
            yield f"{path}.attributes.{term.get('taxonomy') or one.get('link_type') or 'taxonomy_term'}"
