"""What an organisation has several of, a page each: sites and numbers in registers. And who says that it is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import abort

from services.chassis.formats import countries
from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, long_text, number, radios, select, text
from services.website.clients import Found
from services.website.public.names import SCHEMES, VERIFICATIONS
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done
from services.website.staff.registry.organisations import registry, to_sheet
from services.website.staff.words import word

SAVED = confirmation(N_("The organisation was changed."))
VERIFIED = confirmation(N_("What you found is noted, with your name and the time."))


class SiteForm(Form):
    """A place where an organisation works."""

    name = text(N_("Name of the site"), hint=N_("For example Branch at the harbour"), optional=True)
    address = text(N_("Street and number"), optional=True)
    postcode = text(N_("Postcode"), optional=True, width=10)
    town = text(N_("Town"))
    country = select(N_("Country"), choices=countries)
    lat = number(N_("Latitude"), hint=N_("In degrees, such as 37.5079"), optional=True)
    lon = number(N_("Longitude"), hint=N_("In degrees, such as 15.0830"), optional=True)
    main = checkbox(N_("This is the main site"), optional=True)


class IdentifierForm(Form):
    """A number by which a register knows an organisation."""

    scheme = select(N_("Which number?"), choices=SCHEMES)
    country = select(
        N_("Country"), choices=countries, optional=True,
        hint=N_("Of tax numbers, national registers, and VAT numbers without the letters of the country"),
    )  # fmt: skip
    value = text(N_("Number"), hint=N_("With or without spaces. Its check digits are looked at."))


class VerificationForm(Form):
    """What somebody found who has compared an organisation with the registers."""

    status = radios(N_("What did you find?"), choices=VERIFICATIONS)
    note = long_text(
        N_("What did you compare it with?"), hint=N_("For example the register of companies. No names of people."),
        rows=3, optional=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One kind of part: its form, and what its pages are called."""

    form: type[Form]
    adding: str
    changing: str
    removing: str
    named: Callable[[dict[str, Any]], str]


PARTS: Final = {
    "sites": Part(
        SiteForm, N_("Add a site"), N_("Change the site"), N_("Remove this site?"),
        lambda site: site["name"] or site["town"],
    ),
    "identifiers": Part(
        IdentifierForm, N_("Add a number"), N_("Change the number"), N_("Remove this number?"),
        lambda one: f"{word('scheme', one['scheme'])}: {one['value']}",
    ),
}  # fmt: skip


@staff.route("/registry/organisations/<id>/<any(sites, identifiers):part>/new", methods=["GET", "POST"])
def add_part(id: str, part: str) -> Answer:
    """One more."""
    found = registry().get(f"/organisations/{id}")
    kept: list[dict[str, Any]] = found[part] or []
    form = _form(part, {"country": found["country"]}, found, len(kept))
    if form.accept(lambda: _save(form, id, part, [*_others(form, kept), form.body()])):
        return done(SAVED, to_sheet(found)[0])
    return ask(_(PARTS[part].adding), form, _("Add"), back=to_sheet(found), caption=found["name"])


@staff.route("/registry/organisations/<id>/<any(sites, identifiers):part>/<place>", methods=["GET", "POST"])
def change_part(id: str, part: str, place: str) -> Answer:
    """The same questions, filled in."""
    found, kept, number = _with_part(id, part, place)
    form = _form(part, kept[number], found, number)
    if form.accept(lambda: _save(form, id, part, _in_place(_others(form, kept), number, form.body()))):
        return done(SAVED, to_sheet(found)[0])
    return ask(_(PARTS[part].changing), form, _("Save"), back=to_sheet(found), caption=found["name"])


@staff.route("/registry/organisations/<id>/<any(sites, identifiers):part>/<place>/remove", methods=["GET", "POST"])
def remove_part(id: str, part: str, place: str) -> Answer:
    """A page to confirm."""
    found, kept, number = _with_part(id, part, place)
    form = Form(etag=found.etag)
    if form.accept(lambda: _save(form, id, part, [*kept[:number], *kept[number + 1 :]])):
        return done(SAVED, to_sheet(found)[0])
    return ask(
        _(PARTS[part].removing), form, _("Remove it"), back=to_sheet(found), warning=True, caption=found["name"],
        intro=PARTS[part].named(kept[number]),
    )  # fmt: skip


@staff.route("/registry/organisations/<id>/verify", methods=["GET", "POST"])
def verify_organisation(id: str) -> Answer:
    """Say what was found when it was compared with the registers."""
    found = registry().get(f"/organisations/{id}")
    form = VerificationForm(found["verification"])
    if form.accept(lambda: registry().post(f"/organisations/{id}/verify", form.body(), key=form.key)):
        return done(VERIFIED, to_sheet(found)[0])
    return ask(
        _("Verify the organisation"), form, _("Save"), back=to_sheet(found), caption=found["name"],
        intro=_("Compare its names and numbers with the registers. A later change of these asks for it again."),
    )  # fmt: skip


def _with_part(id: str, part: str, place: str) -> tuple[Found, list[dict[str, Any]], int]:
    """The organisation, its parts of a kind, and which of them is meant."""
    found = registry().get(f"/organisations/{id}")
    kept: list[dict[str, Any]] = found[part] or []
    if place not in map(str, range(len(kept))):
        abort(404)
    return found, kept, int(place)


def _form(part: str, shown: dict[str, Any], found: Found, place: int) -> Form:
    form = PARTS[part].form(shown, found.etag)
    form.told_at = {f"{part}.{place}.{name}": name for name in form.data} | {part: next(iter(form.data))}
    return form


def _others(form: Form, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The others, of which none is the main site where this one is."""
    return [{**one, "main": False} if "main" in one and form.data.get("main") else one for one in kept]


def _in_place(kept: list[dict[str, Any]], place: int, changed: dict[str, Any]) -> list[dict[str, Any]]:
    return [*kept[:place], changed, *kept[place + 1 :]]


def _save(form: Form, id: str, part: str, wanted: list[dict[str, Any]]) -> Found:
    return registry().patch(f"/organisations/{id}", {part: wanted}, etag=form.etag)
