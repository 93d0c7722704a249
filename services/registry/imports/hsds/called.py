"""What a directory after HSDS calls our fields: where to look for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.registry.imports.model import ORGANISATIONS, SERVICES

IDENTITY: Final = "id"
_CALLED: Final[Mapping[str, Mapping[str, str]]] = {
    ORGANISATIONS: {
        "short_name": "alternate_name", "kind": "attributes", "policy_areas": "attributes",
        "target_groups": "attributes", "country": "locations.addresses.country", "seat": "locations.addresses.city",
        "lat": "locations.latitude", "lon": "locations.longitude", "sites": "locations",
        "languages": "locations.languages", "identifiers": "organization_identifiers",
        "parent": "parent_organization_id",
    },
    SERVICES: {
        "organisation": "organization_id", "eligibility": "eligibility_description",
        "how_to_apply": "application_process", "cost": "fees_description", "documents": "required_documents",
        "hours": "schedules", "places": "service_at_locations", "website": "url", "phone": "phones.number",
        "themes": "attributes", "policy_areas": "attributes", "target_groups": "attributes",
        "takes_referrals": "attributes", "free_places": "attributes", "reviewed_on": "assured_date",
    },
}  # fmt: skip
"""What is not here is called the same there."""


def column_of(makes: str, path: str | None) -> str:
    """The field of HSDS from which what stands at `path` of ours was read; of a whole object, its identifier."""
    if path is None:
        return IDENTITY
    field = path.partition(".")[0]
    return _CALLED[makes].get(field, field)
