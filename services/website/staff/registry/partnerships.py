"""Local Development Partnerships: forming one, its lead, its members coming and going."""

from __future__ import annotations

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, day, radios, select, text, translated
from services.website.public.names import MEMBER_ROLES
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, city_name, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.lookups import organisation_lookup, organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import given, is_mine, to_partnership

FORMED = confirmation(N_("The partnership is formed."))
CHANGED = confirmation(N_("The partnership was changed."))
JOINED = confirmation(N_("The organisation is a member now."))
LEFT = confirmation(N_("The membership has an end."))
ENDED = confirmation(N_("The partnership is ended."))

ROLES = {role: name for role, name in MEMBER_ROLES.items() if role != "lead"}


class PartnershipForm(Form):
    """Its name, who leads it, and how its members are chosen."""

    name = text(N_("Name of the partnership"))
    lead_organisation = organisation_lookup(N_("Lead Organisation"))
    selection = translated(
        N_("How are members chosen?"), rows=4, optional=True,
        hint=N_("Everybody reads it: by the partnership principle of the European funds, the choice is transparent"),
    )  # fmt: skip


class NewPartnershipForm(PartnershipForm):
    """A new one, with its city and first day."""

    city = select(N_("City"), choices=own_cities)
    since = day(N_("Since when?"), hint=N_("Today if you leave it empty"), optional=True)


class MemberForm(Form):
    """An organisation joins."""

    organisation = organisation_lookup(N_("Organisation"))
    role = radios(N_("As what?"), choices=ROLES)
    since = day(N_("Since when?"), hint=N_("Today if you leave it empty"), optional=True)


class EndForm(Form):
    """The last day."""

    until = day(N_("Last day"), hint=N_("Today if you leave it empty"), optional=True)


@staff.get("/registry/partnerships")
def partnerships() -> Answer:
    """All partnerships."""
    asked = {name: request.args.get(name) for name in ("q", "city")}
    page = registry().page("/partnerships", **asked, after=request.args.get("after"))
    return show("registry/partnerships.html", _("Partnerships"), page=page, asked=asked, cities=all_cities())


@staff.route("/registry/partnerships/new", methods=["GET", "POST"])
def form_partnership() -> Answer:
    """Form one."""
    form = NewPartnershipForm({"city": only_city()})
    made = form.accept(lambda: registry().post("/partnerships", given(form.body()), key=form.key))
    if made:
        return done(FORMED, url_for("staff.partnership", id=made["id"]))
    return ask(_("Form a partnership"), form, _("Form it"), back=(url_for("staff.partnerships"), _("Partnerships")))


@staff.get("/registry/partnerships/<id>")
def partnership(id: str) -> Answer:
    """The partnership with its members, past ones too."""
    found = registry().get(f"/partnerships/{id}")
    known = who().reaches(found["city"])
    return show(
        "registry/partnership.html", found["name"], back=(url_for("staff.partnerships"), _("Partnerships")),
        partnership=found, missing=registry().get(f"/partnerships/{id}/composition")["missing"],
        names=organisation_names(one["organisation"] for one in found["members"]), caption=city_name(found["city"]),
        mine=is_mine(found),
        known=known, agreements=registry().all(f"/partnerships/{id}/agreements") if known else [],
        tables=registry().all(f"/partnerships/{id}/tables"),
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/change", methods=["GET", "POST"])
def change_partnership(id: str) -> Answer:
    """Rename it or hand its lead over."""
    found = registry().get(f"/partnerships/{id}")
    form = PartnershipForm(found, found.etag)
    if form.accept(lambda: registry().patch(f"/partnerships/{id}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.partnership", id=id))
    return ask(_("Change the partnership"), form, _("Save"), back=to_partnership(found), caption=found["name"])


@staff.route("/registry/partnerships/<id>/members/new", methods=["GET", "POST"])
def add_member(id: str) -> Answer:
    """Let an organisation join."""
    found = registry().get(f"/partnerships/{id}")
    form = MemberForm()
    if form.accept(lambda: registry().post(f"/partnerships/{id}/members", given(form.body()), key=form.key)):
        return done(JOINED, url_for("staff.partnership", id=id))
    return ask(_("Add a member"), form, _("Add"), back=to_partnership(found), caption=found["name"])


@staff.route("/registry/partnerships/<id>/members/<organisation>/end", methods=["GET", "POST"])
def end_member(id: str, organisation: str) -> Answer:
    """Let an organisation leave; the membership stays visible with its end."""
    found = registry().get(f"/partnerships/{id}")
    form = EndForm()
    path = f"/partnerships/{id}/members/{organisation}/end"
    if form.accept(lambda: registry().post(path, given(form.body()), key=form.key)):
        return done(LEFT, url_for("staff.partnership", id=id))
    return ask(_("End the membership"), form, _("End it"), back=to_partnership(found), caption=found["name"])


@staff.route("/registry/partnerships/<id>/end", methods=["GET", "POST"])
def end_partnership(id: str) -> Answer:
    """End the partnership and every membership in it."""
    found = registry().get(f"/partnerships/{id}")
    form = EndForm()
    if form.accept(lambda: registry().post(f"/partnerships/{id}/end", given(form.body()), key=form.key)):
        return done(ENDED, url_for("staff.partnership", id=id))
    return ask(
        _("End this partnership?"), form, _("End it"), back=to_partnership(found), warning=True, caption=found["name"],
        intro=_("All its memberships end with it. This cannot be undone."),
    )  # fmt: skip
