"""Organisations: finding, adding, changing, removing them."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from services.chassis.formats import countries, language_name
from services.chassis.i18n import LANGUAGES, N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, email, select, text, translated, web_address
from services.contracts.names import ORGANISATION_KINDS, POLICY_AREAS, TARGET_GROUPS
from services.website.clients import Api, Found, api
from services.website.public.names import PUBLICATIONS, VERIFICATIONS
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, around, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.duplicates.entry import is_it_one_of_these, look_first, organisations_there, seen
from services.website.staff.registry.exports.views import FILTERS, files_of
from services.website.staff.registry.lookups import organisation_lookup, organisation_names
from services.website.staff.words import choices

ADDED = confirmation(N_("The organisation is in the register."))
CHANGED = confirmation(N_("The organisation was changed."))
REMOVED = confirmation(N_("The organisation was taken out of the register."))


class OrganisationForm(Form):
    """Name, kind and country are enough."""

    name = text(N_("Name"))
    kind = select(N_("Kind"), choices=ORGANISATION_KINDS)
    country = select(N_("Country"), choices=countries)
    city = select(N_("City of the network that it belongs to"), choices=own_cities, optional=True)
    legal_name = text(N_("Legal name"), hint=N_("As it stands in the register of companies"), optional=True)
    short_name = text(N_("Short name"), optional=True, width=20)
    seat = text(N_("Seat"), hint=N_("The town where it has its office"), optional=True)
    description = translated(N_("What does it do?"), rows=4, optional=True)
    policy_areas = checkboxes(N_("Policy areas"), choices=POLICY_AREAS, optional=True)
    target_groups = checkboxes(N_("For whom it works"), choices=TARGET_GROUPS, optional=True)
    languages = checkboxes(N_("Languages in which it works"), choices=LANGUAGES.items, optional=True)
    website = web_address(N_("Web page"), hint=N_("For example https://example.org"), optional=True)
    email = email(N_("E-mail address"), optional=True)
    parent = organisation_lookup(N_("Part of"), hint=N_("The organisation that it is a part of"), optional=True)
    successor = organisation_lookup(
        N_("Successor"), hint=N_("Who carries on its work, if it ceases. Removed, it still leads there."), optional=True
    )
    publication = select(N_("Publication"), choices=PUBLICATIONS)


def registry() -> Api:
    """The service that owns the register."""
    return api("registry")


@staff.get("/registry/organisations")
def organisations() -> Answer:
    """All organisations, searched and filtered."""
    narrowed: dict[str, Any] = {name: request.args.get(name) for name in FILTERS["organisations"]}
    order = request.args.get("sort") or ("" if request.args.get("q") else "name")
    page = registry().page("/organisations", **narrowed, sort=order, after=request.args.get("after"))
    return show(
        "registry/organisations.html", _("Organisations"), page=page, asked=narrowed, cities=all_cities(),
        kinds=choices(ORGANISATION_KINDS), areas=choices(POLICY_AREAS), languages=choices(LANGUAGES),
        groups=choices(TARGET_GROUPS), publications=choices(PUBLICATIONS), verifications=choices(VERIFICATIONS),
        **around(narrowed["near"]),
        files=files_of("organisations", sort=order, **narrowed),
    )  # fmt: skip


@staff.route("/registry/organisations/new", methods=["GET", "POST"])
def add_organisation() -> Answer:
    """Add one by hand, unless it is one of those that are there."""
    form = OrganisationForm({"city": only_city(), "publication": "published"})
    back = url_for("staff.organisations"), _("Organisations")

    def send() -> Found:
        return registry().post("/organisations", _given(form), key=form.key)

    there = look_first(form, organisations_there, send)
    if there:
        return is_it_one_of_these(form, there, back)
    made = form.accept(send)
    if made:
        return done(ADDED, url_for("staff.organisation", id=made["id"]))
    return ask(_("Add an organisation"), form, _("Add"), back=back)


def _given(form: OrganisationForm) -> dict[str, Any]:
    """What was filled in, and that it is none of those that were shown: what is left empty is left to the register."""
    told = form.body() | {"not_same_as": seen()}
    return {name: value for name, value in told.items() if value not in (None, {}, [])}


@staff.get("/registry/organisations/<id>")
def organisation(id: str) -> Answer:
    """The sheet of an organisation."""
    found = registry().get(f"/organisations/{id}")
    if found["id"] != id:  # it was merged into this one
        return redirect(url_for("staff.organisation", id=found["id"]), 308)
    return show(
        "registry/organisation.html", found["name"], back=(url_for("staff.organisations"), _("Organisations")),
        organisation=found, lines=_lines(found),
        parts=registry().page("/organisations", parent=id)["items"],
        partnerships=registry().page("/partnerships", organisation=id)["items"],
        mine=who().may("registry:write") and who().reaches(found["city"]),
        pairs=len(registry().page("/duplicates", organisation=id, status="open")["items"]),
    )  # fmt: skip


def _lines(found: dict[str, Any]) -> dict[str, str]:
    """The names of its parent and its successor by their ids."""
    return organisation_names(found[name] for name in ("parent", "successor") if found[name])


@staff.route("/registry/organisations/<id>/change", methods=["GET", "POST"])
def change_organisation(id: str) -> Answer:
    """The same questions, filled in."""
    found = registry().get(f"/organisations/{id}")
    form = OrganisationForm({**found, "publication": found["publication"] or "published"}, found.etag)
    form.languages.choices = with_known(form.languages.choices, found["languages"] or [])
    if form.accept(lambda: registry().patch(f"/organisations/{found['id']}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.organisation", id=id))
    return ask(_("Change the organisation"), form, _("Save"), back=to_sheet(found), caption=found["name"])


def with_known(offered: list[tuple[str, str]], known: list[str]) -> list[tuple[str, str]]:
    """The six languages and whichever else somebody has, so that saving loses none."""
    return [*offered, *((tag, language_name(tag)) for tag in known if tag not in dict(offered))]


@staff.route("/registry/organisations/<id>/remove", methods=["GET", "POST"])
def remove_organisation(id: str) -> Answer:
    """A page to confirm: an organisation that is removed does not come back."""
    found = registry().get(f"/organisations/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(f"/organisations/{id}", etag=form.etag)):
        return done(REMOVED, url_for("staff.organisations"))
    return ask(
        _("Remove this organisation?"), form, _("Remove it"), back=to_sheet(found), warning=True, caption=found["name"],
        intro=_("It disappears from the register and from the public pages. This cannot be undone."),
    )  # fmt: skip


def to_sheet(organisation: dict[str, Any]) -> tuple[str, str]:
    """The way back to the sheet of an organisation."""
    return url_for("staff.organisation", id=organisation["id"]), organisation["name"]
