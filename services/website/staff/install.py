"""Gives the staff pages to the website's app, after the web kit."""

from importlib import import_module

from flask import Flask, current_app

from services.chassis.formats import language_name
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import city_name, zone_of
from services.website.staff.words import colour, word

JOURNEYS = (
    "home.views",
    "registry.organisations",
    "registry.people",
    "registry.partnerships",
    "registry.stakeholders",
    "registry.services",
    "registry.imports",
    "registry.exports.views",
    "workshops.gatherings",
    "workshops.registrations",
    "workshops.ideas",
    "workshops.rounds",
    "transfers.practices",
    "transfers.transfers",
    "transfers.plans",
    "transfers.measures",
    "support.views",
    "notifications.messages",
    "notifications.webhooks",
    "operator.views",
)
"""The modules whose views add their addresses to the blueprint."""


def install(app: Flask) -> None:
    """Register every staff page and what their templates may call."""
    for views in JOURNEYS:
        import_module(f"services.website.staff.{views}")
    app.jinja_env.globals.update(
        word=word, colour=colour, city_name=city_name, zone_of=zone_of, may=_may, public_address=_public_address
    )
    app.jinja_env.filters.update(word_of=_word_of, spoken=language_name)
    app.register_blueprint(staff)


def _word_of(code: str, table: str) -> str:
    """As `word`, for a list: `codes | map("word_of", "policy_area")`."""
    return word(table, code)


def _public_address(path: str) -> str:
    """The whole address of a page, as people type or scan it."""
    return f"{current_app.extensions['edge'].settings.public_url}/{path}"


def _may(scope: str, city: str | None = None) -> bool:
    """Whether the person holds `scope`, and reaches `city` where one is named."""
    return who().may(scope) and (city is None or who().reaches(city))
