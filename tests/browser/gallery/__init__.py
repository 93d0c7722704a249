"""A small app that shows every part of the kit, so that tests can look at it."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from flask import Flask, redirect
from werkzeug.wrappers import Response

from services.chassis import web
from services.chassis.errors import Conflict, Forbidden, Invalid, Stale, Unavailable
from services.chassis.i18n import _
from services.chassis.web.forms import (
    Form,
    checkbox,
    checkboxes,
    day,
    email,
    integer,
    long_text,
    money,
    number,
    password,
    radios,
    select,
    text,
    time,
    upload,
    versions,
    web_address,
)  # fmt: skip

SAVED = web.confirmation("The gallery was saved.")
KINDS = {"one": "The first kind", "two": "The second kind"}
PLACES = [
    {"name": "Bologna", "lat": 44.49, "lon": 11.34, "href": "/en/", "text": "Gives a practice", "kind": "source"},
    {"name": "Catania", "lat": 37.5, "lon": 15.08, "href": "/en/", "text": "Takes one up", "kind": "receiving"},
    {"name": "Budapest", "lat": 47.5, "lon": 19.04, "href": "", "text": "Takes one up", "kind": "receiving"},
    {"name": "Santander", "lat": 43.46, "lon": -3.81, "href": "/en/", "text": "Takes one up", "kind": "both"},
]
AGENDA = [
    {"starts_at": "2027-03-18T13:00:00Z", "title": "Welcome and rules"},
    {"starts_at": "2027-03-18T14:30:00Z", "title": "Visions of each group"},
    {"starts_at": "2027-03-19T08:00:00Z", "title": "Ideas: what, how and who"},
]


class Everything(Form):
    """One field of each kind."""

    name = text("Name", hint="As it stands in the register", autocomplete="name")
    seats__residents = integer("Seats for residents")
    mail = email("E-mail address")
    site = web_address("Web page", optional=True)
    about = long_text("Description", optional=True)
    secret = password("Password")
    share = number("Share", optional=True)
    budget = money("Budget")
    when = day("Day of the gathering", hint="For example 27 3 2027")
    begins = time("Begins at")
    kind = radios("Kind", choices=KINDS)
    country = select("Country", choices=KINDS)
    areas = checkboxes("Areas", choices=KINDS)
    agree = checkbox("I have read it")
    file = upload("List of organisations", accept=".csv", optional=True)


def frame() -> web.Frame:
    """A frame with every row."""
    return web.Frame(
        name="Learning Cities",
        home="/en/",
        navigation=[web.Link("Cities", "/en/cities"), web.Link("Gallery", "/en/gallery")],
        section=[web.Link("Parts", "/en/gallery", exact=True), web.Link("Form", "/en/gallery/form")],
        section_label="Gallery",
        account=[web.Link("Ada Lovelace", "/en/account")],
        banner="Some of what you see was made up to show how the platform works.",
        footer=[web.Link("Accessibility statement", "/en/accessibility"), web.Link("Help", "/en/help")],
        footer_text="Learning Cities for Migrants Inclusion.",
    )


def create_app() -> Flask:
    """The gallery."""
    app = Flask("gallery")
    web.install(app, frame, {"gallery": Path(__file__).parent})
    app.add_url_rule("/<language:lang>/gallery", "parts", _parts)
    app.add_url_rule("/<language:lang>/gallery/form", "form", _form, methods=["GET", "POST"])
    app.add_url_rule("/<language:lang>/gallery/stale", "stale", _stale, methods=["GET", "POST"])
    app.add_url_rule("/<language:lang>/gallery/projector", "projector", lambda: web.shown("gallery/projector.html"))
    app.add_url_rule("/<language:lang>/gallery/fault/<kind>", "fault", _fault, methods=["GET", "POST"])
    app.add_url_rule("/", "root", lambda: web.to_home())
    return app


def _parts() -> Response:
    return web.shown("gallery/parts.html", places=PLACES, agenda_items=AGENDA, title=_("Map"))


def _form() -> Response:
    form = Everything()
    if form.accept(lambda: _save(form)):
        return web.redirect_with(SAVED, "/en/gallery")
    return web.shown("gallery/form.html", form=form)


def _save(form: Everything) -> bool:
    if form.name.data == "Conflict":
        raise Conflict("The name is in use.")
    if form.seats__residents.data == 99:
        raise Invalid({"seats.residents": ["At most 40."], "elsewhere": ["The whole does not fit."]})
    return True


def _stale() -> Response:
    """As after a change of somebody else: name and seats were both changed by both, the day by the other one alone."""
    saved = {"name": "Theirs", "seats": {"residents": 9}, "when": "2027-05-01"}
    form = Everything(saved, etag='"2"')
    form.name.process(None, "Mine")
    form.seats__residents.process(None, 4)
    form.when.process(None, None)
    form.first = " ".join(f"{name}={versions.digest(words)}" for name, words in (("name", "Old"), ("when", "")))
    form.attempt(_changed_meanwhile)
    return web.shown("gallery/form.html", form=form)


def _changed_meanwhile() -> NoReturn:
    raise Stale


def _fault(kind: str) -> Response:
    if kind == "forbidden":
        raise Forbidden("Only the lead organisation may do this.")
    if kind == "unavailable":
        raise Unavailable()
    if kind == "elsewhere":
        return redirect("https://example.org/")
    raise RuntimeError("never shown")
