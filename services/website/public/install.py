"""Gives the public pages to the website's app: the journeys, and what their templates may call."""

from importlib import import_module

from flask import Flask

from services.chassis.web import to_home
from services.website.public.blueprint import public
from services.website.public.names import colour_of, name_of
from services.website.public.page import canonical, whole_address
from services.website.public.robots import robots
from services.website.public.translated import is_illustration, say

JOURNEYS = (
    "home.views",
    "cities.views",
    "partners.views",
    "partnerships.views",
    "directory.views",
    "practices.views",
    "transfers.views",
    "gatherings.views",
    "gatherings.feeds",
    "join.views",
    "registration.views",
    "vote.views",
    "ideas.views",
    "plans.views",
    "desk.views",
    "information.views",
)
"""The modules whose views add their addresses to the blueprint."""


def install(app: Flask) -> None:
    """Register every public page; after the web kit, whose language converter the addresses need."""
    for views in JOURNEYS:
        import_module(f"services.website.public.{views}")
    app.jinja_env.globals.update(
        say=say,
        name_of=name_of,
        colour_of=colour_of,
        is_illustration=is_illustration,
        canonical=canonical,
        whole_address=whole_address,
    )
    app.add_url_rule("/", "start", to_home)
    app.register_blueprint(public)
    app.register_blueprint(robots)
