"""The cities of the network by id, as the registry knows them, asked once a request."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import g

from services.chassis.errors import Problem
from services.chassis.formats import NETWORK_ZONE
from services.chassis.i18n import _, current_language
from services.website.clients import api
from services.website.projections.network import DISTANCES, in_language
from services.website.staff.blueprint import now, who

NETWORK = ""
USUAL_KM = 10
"""How far around a city the registry looks unless it is told."""


def cities() -> dict[str, dict[str, Any]]:
    """Every city by its id; empty for who may not read the registry."""
    if "cities" not in g:
        try:
            found = api("registry").all("/cities", sort="name")
            g.cities = {city["id"]: in_language(city, current_language()) for city in found}
        except Problem:
            g.cities = {}
    known: dict[str, dict[str, Any]] = g.cities
    return known


def city_name(id: str | None) -> str:
    """A city's name; the network for None."""
    if not id:
        return _("The whole network")
    return str(cities().get(id, {}).get("name", id))


def own_cities() -> list[tuple[str, str]]:
    """The cities that the person works for as (id, name), for a choice."""
    return [(id, city["name"]) for id, city in cities().items() if who().reaches(id)]


def all_cities() -> list[tuple[str, str]]:
    """Every city as (id, name)."""
    return [(id, city["name"]) for id, city in cities().items()]


def around(near: str | None) -> dict[str, Any]:
    """What a list can be narrowed to by distance: points (of cities, and `near` if it is another), how far."""
    points = [(f"{city['lat']},{city['lon']}", city["name"]) for city in cities().values() if city["lat"] is not None]
    other = [(near, near)] if near and near not in dict(points) else []
    named = {km: _("Up to %(km)s km", km=km) for km in DISTANCES}
    distances = [(str(km), name) for km, name in named.items() if km != USUAL_KM]
    return {"points": points + other, "distances": distances, "usual": named[USUAL_KM]}


def only_city() -> str | None:
    """The city of who works for one only."""
    own = own_cities()
    return own[0][0] if len(own) == 1 else None


def today_in(city: str) -> str:
    """The day that it is in a city."""
    return now().astimezone(ZoneInfo(zone_of(city))).date().isoformat()


def zone_of(city: str | None) -> str:
    """The time zone of a city."""
    return str(cities().get(city or "", {}).get("timezone", NETWORK_ZONE))
