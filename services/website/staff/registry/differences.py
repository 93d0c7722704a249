"""A field of the register and what stands in it, in words: what was before, what is to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.chassis.formats import country_name, language_name
from services.chassis.i18n import N_, _
from services.chassis.web.filters import in_language
from services.website.staff.registry.exports.columns import organisation_name
from services.website.staff.words import FIELDS, word

_NAMES: Final = {
    **FIELDS,
    "given_name": N_("Given name"), "family_name": N_("Family name"), "language": N_("Language"),
    "roles": N_("Role in the organisation"), "organisation": N_("Organisation"), "status": N_("State"),
    "themes": N_("What is it?"), "target_groups": N_("For whom?"), "eligibility": N_("Who can come?"),
    "how_to_apply": N_("How to apply"), "cost": N_("What does it cost?"), "documents": N_("What to bring"),
    "hours": N_("When?"), "places": N_("Places"), "phone": N_("Telephone"), "free_places": N_("Free places"),
    "takes_referrals": N_("Other organisations may send people here"),
    "review_months": N_("To be confirmed every (months)"), "reviewed_on": N_("Last confirmed on"),
}  # fmt: skip
_CODES: Final = {"kind": "kind", "policy_areas": "policy_area", "themes": "theme", "target_groups": "target_group",
                 "status": "service_status", "role": "person_role"}  # fmt: skip


def field_name(field: str) -> str:
    """What a field is called."""
    return _(_NAMES[field]) if field in _NAMES else field.replace("_", " ")


def told_value(field: str, value: Any) -> str:
    """What stands in a field, on one line."""
    if value in (None, "", [], {}):
        return _("Not given")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(told_value(field, one) for one in value)
    if isinstance(value, Mapping):
        return _of_parts(value)
    return _in_words(field, str(value))


def _of_parts(value: Mapping[str, Any]) -> str:
    if all(isinstance(one, Mapping) and "text" in one for one in value.values()):
        return str(in_language(value))
    return ", ".join(told_value(name, one) for name, one in value.items() if one not in (None, ""))


def _in_words(field: str, text: str) -> str:
    if field in _CODES:
        return word(_CODES[field], text)
    if field == "country":
        return country_name(text)
    if field in ("language", "languages"):
        return language_name(text)
    return organisation_name(text) if field == "organisation" else text
