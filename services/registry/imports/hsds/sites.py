"""Where an organisation after HSDS is: its sites, the main one first, and its seat, which may be one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from services.registry.imports.hsds import spellings
from services.registry.standards.hsds.objects import seat_id

Object = dict[str, Any]
_SEAT = ("town", "country", "lat", "lon")


@dataclass
class Whereabouts:
    """The sites; what is told of the seat, and what the main site lets suppose of one that nobody has told."""

    sites: list[Object] = field(default_factory=list)
    seat: Object = field(default_factory=dict)
    supposed: Object = field(default_factory=dict)


def whereabouts(organisation: str, locations: list[Object]) -> Whereabouts:
    """Where the organisation of this identifier is. A sole place without name, street and postcode is its seat."""
    places = [(str(one.get("id")), place) for one in locations if (place := site(one))]
    told = next((place for id, place in places if id == seat_id(organisation)), None)
    others = [place for id, place in places if id != seat_id(organisation)]
    if told is None and len(others) == 1 and not any(others[0][part] for part in ("name", "address", "postcode")):
        return Whereabouts(seat=_seat(others[0]))
    sites = [{**one, "main": place == 0} for place, one in enumerate(one for one in others if is_whole(one))]
    if told is not None:
        return Whereabouts(sites, _seat(told))
    first = next(iter(others), None)
    return Whereabouts(sites, supposed=_seat(first) if first else {})


def is_whole(place: Object) -> bool:
    """Whether a place has what a site needs."""
    return bool(place["town"] and place["country"])


def site(location: Object) -> Object | None:
    """A place as we keep it, of its first address; None for one that is nowhere."""
    found = location.get("addresses")
    address = next((one for one in found if isinstance(one, dict)), None) if isinstance(found, list) else None
    if address is None:
        return None
    lines = [line(address.get(name)) for name in ("address_1", "address_2", "address_3", "address_4")]
    lat, lon = spellings.degrees(location.get("latitude"), 90), spellings.degrees(location.get("longitude"), 180)
    known = lat is not None and lon is not None
    return {
        "name": line(location.get("name")) or None,
        "address": ", ".join(one for one in lines if one) or None,
        "postcode": line(address.get("postal_code")) or None,
        "town": line(address.get("city")),
        "country": spellings.country(line(address.get("country"))),
        "lat": lat if known else None,
        "lon": lon if known else None,
    }


def line(said: Any) -> str:
    """A text on one line, its breaks made spaces; otherwise it is spaced as it is written, so that ours come back."""
    lines = (one.strip() for one in str(said).splitlines()) if said is not None else ()
    return " ".join(one for one in lines if one)


def _seat(place: Object) -> Object:
    return {"seat" if part == "town" else part: place[part] for part in _SEAT}
