"""What the terms of our taxonomies are called. Words only, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.chassis.i18n import N_
from services.contracts.names import ORGANISATION_KINDS, POLICY_AREAS, TARGET_GROUPS, THEMES

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "themes": THEMES,
    "target_groups": TARGET_GROUPS,
    "policy_areas": POLICY_AREAS,
    "kinds": ORGANISATION_KINDS,
    "referrals": {
        "takes_referrals": N_("Other organisations may send people here"),
        "free_places": N_("Free places"),
    },
}
