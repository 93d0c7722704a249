"""Gives the public pages to the website's app: the journeys, and what their templates may call."""

from importlib import import_module

from flask import Flask

from services.chassis.web import to_home
from services.website.public.blueprint import public
from services.website.public.names import colour_of, name_of
from services.website.public.page import canonical
from services.website.public.robots import robots
from services.website.public.translated import is_illustration, say

JOURNEYS = (
    "home",
    "cities",
    "partners",
    "practices",
    "transfers",
    "gatherings",
    "join",
    "registration",
    "vote",
    "ideas",
    "plans",
    "desk",
    "information",
)
"""The folders whose `views` add their addresses to the blueprint."""
MORE_VIEWS = ("gatherings.feeds",)


def install(app: Flask) -> None:
    """Register every public page; after the web kit, whose language converter the addresses need."""
    for views in (*(f"{journey}.views" for journey in JOURNEYS), *MORE_VIEWS):
        import_module(f"services.website.public.{views}")
    app.jinja_env.globals.update(
        say=say, name_of=name_of, colour_of=colour_of, is_illustration=is_illustration, canonical=canonical
    )
    app.add_url_rule("/", "start", to_home)
    app.register_blueprint(public)
    app.register_blueprint(robots)
