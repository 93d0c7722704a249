"""The rules about organisations. Imports the standard library only."""

from typing import Any

ORGANISATION_KINDS = (
    "local_administration",
    "regional_authority",
    "national_authority",
    "fund_authority",
    "development_agency",
    "training_provider",
    "adult_education_centre",
    "school",
    "university",
    "research_institute",
    "employment_service",
    "social_service",
    "chamber",
    "trade_union",
    "employers_association",
    "enterprise",
    "social_enterprise",
    "ngo",
    "migrant_association",
    "religious_community",
    "housing_provider",
    "other",
)


def blank_organisation() -> dict[str, Any]:
    """An organisation of which nothing is known yet; its name, kind and country have to be."""
    return {
        "short_name": None,
        "seat": None,
        "description": {},
        "website": None,
        "email": None,
        "languages": [],
        "policy_areas": [],
        "lat": None,
        "lon": None,
        "origin": None,
    }
