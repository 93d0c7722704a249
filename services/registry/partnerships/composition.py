"""Whether a partnership is made up as the partnership principle asks. Imports the standard library only.

Delegated Regulation (EU) 240/2014, Article 4: competent authorities, economic and social partners, and bodies of civil
society, with attention to groups that are affected and find it hard to be heard, migrants among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "authorities": frozenset({"local_administration", "regional_authority", "national_authority", "fund_authority"}),
    "economic_and_social_partners": frozenset(
        {"chamber", "trade_union", "employers_association", "enterprise", "social_enterprise"}
    ),
    "civil_society": frozenset({"ngo", "migrant_association", "religious_community"}),
    "people_concerned": frozenset({"migrant_association"}),
}
"""The kinds of organisations that speak for each group."""


def composition(kinds: Mapping[str, str]) -> list[dict[str, object]]:
    """Each group with the members that speak for it, from the kind of each member; an empty one is missing."""
    return [
        {"group": group, "organisations": sorted(id for id, kind in kinds.items() if kind in speakers)}
        for group, speakers in GROUPS.items()
    ]
