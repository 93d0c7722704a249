"""The cities to choose from, asked of the registry on behalf of who is signed in: the gateway keeps none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson

from gateway.pages.desk import actor, desk
from services.chassis.actor import ALL
from services.chassis.errors import Unavailable
from services.chassis.formats import NETWORK_ZONE
from services.chassis.http.passport import HEADER

_REGISTRY: Final = "registry"
_ADDRESS: Final = "/api/v1/registry/cities?limit=200&sort=name"


def city_names(ids: Iterable[str]) -> list[str]:
    """The cities as they are called; by their ids while the registry does not answer."""
    try:
        names = dict(city_choices())
    except Unavailable:
        names = {}
    return [names.get(id, id) for id in ids]


def city_choices() -> list[tuple[str, str]]:
    """(id, name) of each city. Unavailable when the registry does not answer."""
    return [(city["id"], city["name"]) for city in _cities()]


def own_zone() -> str:
    """The time zone of the first city of who is signed in; the network's where there is none, or nobody answers."""
    own = actor().cities
    if own is ALL:
        return NETWORK_ZONE
    try:
        zones = [str(city["timezone"]) for city in _cities() if city["id"] in own]
    except Unavailable:
        zones = []
    return next(iter(zones), NETWORK_ZONE)


def _cities() -> list[dict[str, Any]]:
    door = desk().door
    headers = {HEADER: door.passports.for_service(actor(), _REGISTRY), "accept": "application/json"}
    said = door.upstreams[_REGISTRY].ask_from_thread(_ADDRESS, headers)
    found: dict[str, list[dict[str, Any]]] = orjson.loads(said.content) if said.status == 200 else {}
    if "items" not in found:
        raise Unavailable()
    return found["items"]
