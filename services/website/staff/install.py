"""Gives the staff pages to the website's app, after the web kit."""

from importlib import import_module
from typing import Any

from flask import Flask, Response, current_app, url_for

from services.chassis.formats import language_name
from services.chassis.web.languages import to_home
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import city_name, zone_of
from services.website.staff.words import colour, word

JOURNEYS = (
    "home.views",
    "registry.organisations",
    "registry.organisation_parts",
    "registry.cities",
    "registry.people",
    "registry.consents",
    "registry.purposes",
    "registry.erasures",
    "registry.held",
    "registry.retention",
    "registry.processing",
    "registry.partnerships",
    "registry.agreements",
    "registry.meetings",
    "registry.decisions",
    "registry.capacity",
    "registry.stakeholders",
    "registry.services",
    "registry.imports",
    "registry.import_lists",
    "registry.import_columns",
    "registry.import_words",
    "registry.import_mappings",
    "registry.exports.views",
    "registry.lookups",
    "registry.searches",
    "registry.history.views",
    "registry.duplicates.views",
    "registry.duplicates.merging",
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
    "translating",
)
"""The modules whose views add their addresses to the blueprint."""


def install(app: Flask) -> None:
    """Register every staff page and what their templates may call."""
    for views in JOURNEYS:
        import_module(f"services.website.staff.{views}")
    app.jinja_env.globals.update(
        word=word, colour=colour, city_name=city_name, zone_of=zone_of, may=_may, public_address=_public_address,
        save_search=_save_search,
    )  # fmt: skip
    app.jinja_env.filters.update(word_of=_word_of, spoken=language_name)
    app.register_blueprint(staff)
    for rule in ("/staff", "/staff/<path:rest>"):
        app.add_url_rule(rule, "staff_in_your_language", _in_your_language)


def _in_your_language(rest: str = "") -> Response:
    """A staff page whose address names no language, in that of the reader."""
    return to_home(f"staff/{rest}")


def _save_search(of: str, asked: dict[str, str | None]) -> str:
    """The page on which what list `of` was asked is kept as a search."""
    query: dict[str, Any] = {name: text for name, text in asked.items() if text}
    return url_for("staff.keep_search", of=of, **query)


def _word_of(code: str, table: str) -> str:
    """As `word`, for a list: `codes | map("word_of", "policy_area")`."""
    return word(table, code)


def _public_address(path: str) -> str:
    """The whole address of a page, as people type or scan it."""
    return f"{current_app.extensions['edge'].settings.public_url}/{path}"


def _may(scope: str, city: str | None = None) -> bool:
    """Whether the person holds `scope`, and reaches `city` where one is named."""
    return who().may(scope) and (city is None or who().reaches(city))
