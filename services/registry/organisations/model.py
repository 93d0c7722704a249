"""The rules about organisations. Imports the standard library only."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

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

VAT, TAX, REGISTER, OID, PIC = "vat", "tax_number", "national_register", "erasmus_oid", "pic"
SCHEMES: Final = (VAT, TAX, REGISTER, OID, PIC)
NATIONAL: Final = (TAX, REGISTER)
"""Schemes of which each country has its own: the number alone does not tell whose it is."""
WRITTEN_BY_COUNTRY: Final = (VAT, *NATIONAL)
"""Schemes whose numbers are read as the country writes them, where one is given."""
PUBLIC: Final = (VAT, REGISTER, OID, PIC)
"""Schemes whose numbers anybody can look up in a public register."""
FORMS: Final = {OID: "E[0-9]{8}", PIC: "[0-9]{9}"}
"""The forms of the numbers that the European Commission gives out: for Erasmus+, and on its Funding portal."""

LETTERS_OF_VAT: Final = {"GR": "EL"}
"""With which letters VAT numbers of a country begin, where they are not the code of the country."""

UNVERIFIED, VERIFIED, REFUSED = "unverified", "verified", "refused"
VERIFICATIONS: Final = (UNVERIFIED, VERIFIED, REFUSED)
VOUCHED_FOR: Final = frozenset({"name", "legal_name", "identifiers"})
"""What somebody vouches for who verifies an organisation: that there is one of this name and these numbers."""

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
PUBLICATIONS: Final = (DRAFT, PUBLISHED, WITHDRAWN)

LINES: Final = ("parent", "successor")
"""The fields that lead from one organisation to another."""
LONGEST_LINE: Final = 20

Number = tuple[str, str | None, str]
"""An identifier by its parts: scheme, country, value. Nobody else has the same."""


def blank_organisation() -> dict[str, Any]:
    """An organisation of which nothing is known yet; its name, kind and country have to be."""
    return {
        "legal_name": None,
        "short_name": None,
        "seat": None,
        "description": {},
        "website": None,
        "email": None,
        "languages": [],
        "policy_areas": [],
        "target_groups": [],
        "identifiers": [],
        "sites": [],
        "parent": None,
        "successor": None,
        "publication": PUBLISHED,
        "verification": unverified(),
        "lat": None,
        "lon": None,
        "origin": None,
    }


def unverified() -> dict[str, Any]:
    """How an organisation stands that nobody has verified, or that is not any more what somebody verified."""
    return {"status": UNVERIFIED, "by": None, "on": None, "note": None}


def has_form(scheme: str, number: str) -> bool:
    """Whether a number has the form of a scheme of Europe."""
    return re.fullmatch(FORMS[scheme], number) is not None


def needs_country(identifier: Mapping[str, Any]) -> bool:
    """Whether an identifier has to say of which country it is, and does not."""
    return identifier["scheme"] in NATIONAL and not identifier.get("country")


def public_identifiers(organisation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The identifiers that may be told to anybody."""
    return [one for one in organisation.get("identifiers") or [] if one["scheme"] in PUBLIC]


def numbers_of(organisation: Mapping[str, Any]) -> list[Number]:
    """The identifiers of an organisation, to be looked up."""
    return [(one["scheme"], one["country"], one["value"]) for one in organisation.get("identifiers") or []]


def with_all_identifiers(kept: Sequence[Mapping[str, Any]], more: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The identifiers of both, each once: two records of one body are known by the numbers of either."""
    return [dict(one) for one in [*kept, *(one for one in more if one not in kept)]]


def main_sites(sites: Sequence[Mapping[str, Any]]) -> int:
    """How many of the sites are said to be the main one."""
    return sum(1 for site in sites if site.get("main"))


def with_main_site(sites: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sites, of which one is the main one: the first, unless another is said to be."""
    if main_sites(sites) or not sites:
        return [dict(site) for site in sites]
    return [{**site, "main": place == 0} for place, site in enumerate(sites)]
