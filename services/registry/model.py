"""The rules about cities and those that all wings share, as plain functions. Imports the standard library only.

The rules of each wing live in its own `model`. Nothing here reads or writes.
"""

import re
from collections.abc import Mapping
from typing import Any

CITY_ROLES = ("source", "receiving", "both")

# The policy areas that the project ties together (its fiche, "integrated with the other policy areas").
POLICY_AREAS = ("training_and_education", "housing", "employment", "entrepreneurship", "intercultural_issues")

USUAL_KM, FARTHEST_KM = 10, 200
"""How far around a point is searched unless it is said, and at most."""

# The countries whose NUTS codes do not begin with their ISO 3166 code (Regulation (EC) 1059/2003, Annex I).
_NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}


def blank_city() -> dict[str, Any]:
    """A city of which nothing is known yet; its name, country, role and time zone have to be."""
    return {"names": {}, "nuts3": None, "languages": [], "lat": None, "lon": None}


def nuts3_fits(nuts3: str, country: str) -> bool:
    """Whether `nuts3` has the form of a NUTS level 3 code of `country` (ISO 3166 alpha-2): ITG17 for IT."""
    return re.fullmatch(_NUTS_COUNTRY.get(country, country) + "[0-9A-Z]{3}", nuts3) is not None


def position_is_whole(place: Mapping[str, Any]) -> bool:
    """Whether latitude and longitude are both there or both missing: one alone is no place on a map."""
    return (place.get("lat") is None) == (place.get("lon") is None)


def city_id(folded_name: str) -> str:
    """The id that a city's name gives, folded: "reggio nell'emilia" is reggio-nell-emilia. Maybe empty."""
    return "-".join(re.findall("[a-z0-9]+", folded_name))


def city_for(wanted: str | None, own: frozenset[str] | None) -> str | None:
    """The city of a new object: the wanted one, else the only one that its maker works for.

    `own` is None for who works for the whole network. Raises `CityNeeded` when there is a choice to make.
    """
    if wanted is not None or own is None:
        return wanted
    if len(own) != 1:
        raise CityNeeded
    return next(iter(own))


class CityNeeded(Exception):
    """Who works for several cities has to say for which of them an object is made."""


def changes(document: Mapping[str, Any], wish: Mapping[str, Any]) -> dict[str, Any]:
    """What of `wish` differs from `document`: saving anything else would be a version without a change."""
    return {name: value for name, value in wish.items() if _undated(document.get(name)) != _undated(value)}


def _undated(value: Any) -> Any:
    """A text by language without when it was written: who says the same again need not know that."""
    if not isinstance(value, Mapping) or not all(isinstance(one, Mapping) for one in value.values()):
        return value
    return {tag: {part: one for part, one in text.items() if part != "updated"} for tag, text in value.items()}
