"""The cities of the network by id, as the registry knows them, asked once a request."""

from __future__ import annotations

from typing import Any

from flask import g

from services.chassis.errors import Problem
from services.chassis.i18n import _
from services.website.clients import api
from services.website.staff.blueprint import who

NETWORK = ""


def cities() -> dict[str, dict[str, Any]]:
    """Every city by its id; empty for who may not read the registry."""
    if "cities" not in g:
        try:
            g.cities = {city["id"]: city for city in api("registry").all("/cities", sort="name")}
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


def only_city() -> str | None:
    """The city of who works for one only."""
    own = own_cities()
    return own[0][0] if len(own) == 1 else None


def zone_of(city: str | None) -> str:
    """The time zone of a city."""
    return str(cities().get(city or "", {}).get("timezone", "Europe/Brussels"))
