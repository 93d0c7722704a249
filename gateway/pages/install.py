"""Gives the gateway's pages to its application: the web kit, the journeys, and the addresses without a language."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask

from gateway.pages.blueprint import account
from gateway.pages.cities import own_zone
from gateway.pages.desk import actor
from gateway.pages.frame import frame
from gateway.pages.problems.views import problems
from services.chassis import web

JOURNEYS: Final = (
    "signing_in", "second_step", "passwords", "second_factor", "sessions", "people", "sign_in_rule", "clients",
)  # fmt: skip
"""The folders whose `views` add their addresses to the blueprint."""


def install(app: Flask) -> None:
    """Register every page."""
    web.install(app, frame, templates={"account": Path(__file__).parent})
    for journey in JOURNEYS:
        import_module(f"gateway.pages.{journey}.views")
    app.jinja_env.globals["may"] = lambda scope: actor().may(scope)
    app.jinja_env.globals["own_zone"] = own_zone
    app.register_blueprint(account)
    app.register_blueprint(problems)
    app.add_url_rule("/account/", "start", lambda: web.to_home("account/"))
    app.add_url_rule("/account/<path:rest>", "rest", lambda rest: web.to_home(f"account/{rest}"))
