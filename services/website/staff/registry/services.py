"""The directory of services: finding, listing, changing, confirming and removing what organisations offer."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.formats import countries
from services.chassis.i18n import LANGUAGES, N_, _
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form, checkbox, checkboxes, email, integer, select, text, translated, web_address
from services.contracts.names import POLICY_AREAS, SERVICE_STATUSES, TARGET_GROUPS, THEMES
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, around, cities, city_name, only_city, own_cities
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.duplicates.entry import is_it_one_of_these, look_first, services_there
from services.website.staff.registry.exports.views import FILTERS, files_of
from services.website.staff.registry.lookups import organisation_lookup
from services.website.staff.registry.organisations import registry
from services.website.staff.words import choices

LISTED = confirmation(N_("The service is in the directory."))
CHANGED = confirmation(N_("The service was changed."))
CONFIRMED = confirmation(N_("The service is confirmed."))
REMOVED = confirmation(N_("The service was taken out of the directory."))

SITE = ("address", "postcode", "town", "country")


class ServiceForm(Form):
    """Its organisation and its name are enough. The page asks for one place; further ones stay as they are."""

    organisation = organisation_lookup(N_("Organisation"))
    city = select(N_("City"), choices=own_cities, optional=True)
    name = translated(N_("Name of the service"))
    description = translated(N_("What is offered?"), rows=4, optional=True)
    themes = checkboxes(N_("What is it?"), choices=THEMES, optional=True)
    target_groups = checkboxes(N_("For whom?"), choices=TARGET_GROUPS, optional=True)
    policy_areas = checkboxes(N_("Policy areas"), choices=POLICY_AREAS, optional=True)
    languages = checkboxes(N_("In which language?"), choices=LANGUAGES.items, optional=True)
    eligibility = translated(N_("Who can come?"), optional=True)
    how_to_apply = translated(N_("How to apply"), optional=True)
    documents = translated(N_("What to bring"), optional=True)
    cost = translated(N_("What does it cost?"), optional=True)
    hours = translated(N_("When?"), hint=N_("For example Monday to Friday, 9 to 13"), optional=True)
    address = text(N_("Street and number"), optional=True)
    postcode = text(N_("Postcode"), optional=True, width=10)
    town = text(N_("Town"), optional=True)
    country = select(N_("Country"), choices=countries, optional=True)
    phone = text(
        N_("Telephone"),
        hint=N_("That of an office, with the code of the country, such as +39 095 1234567"),
        optional=True,
    )
    email = email(N_("E-mail address"), hint=N_("Seen by the staff of the network, not by the public"), optional=True)
    website = web_address(N_("Web page"), hint=N_("For example https://example.org"), optional=True)
    status = select(N_("State"), choices=SERVICE_STATUSES)
    takes_referrals = checkbox(N_("Other organisations may send people here"), optional=True)
    free_places = integer(
        N_("Free places"),
        hint=N_("Only where other organisations may send people here. Leave it empty if you do not count them"),
        optional=True,
    )
    review_months = integer(N_("Confirm it every how many months?"), width=3)

    told_at = {f"places.0.{name}": name for name in SITE}

    def asked(self, kept: list[dict[str, Any]]) -> dict[str, Any]:
        """The service as the API takes it, with the place of the page before the further ones."""
        body = self.body()
        site = {name: body.pop(name) for name in SITE}
        first = [{**(kept[0] if kept else {}), **site}] if site["town"] or site["address"] else []
        return body | {"places": first + kept[1:]}


@staff.get("/registry/services")
def services() -> Answer:
    """All services, searched and filtered."""
    asked: dict[str, Any] = {name: request.args.get(name) for name in FILTERS["services"]}
    order = request.args.get("sort") or ("" if request.args.get("q") else "name")
    page = registry().page("/services", **asked, sort=order, after=request.args.get("after"))
    return show(
        "registry/services.html", _("Services"), page=page, asked=asked, cities=all_cities(), themes=choices(THEMES),
        statuses=choices(SERVICE_STATUSES), areas=choices(POLICY_AREAS), languages=choices(LANGUAGES),
        **around(asked["near"]),
        files=files_of("services", sort=order, **asked),
    )  # fmt: skip


@staff.route("/registry/services/new", methods=["GET", "POST"])
def list_service() -> Answer:
    """Enter one."""
    city = only_city()
    known = {"city": city, "country": cities().get(city or "", {}).get("country"), "status": "active",
             "review_months": 6, "organisation": request.args.get("organisation")}  # fmt: skip
    form = ServiceForm(known)

    def send() -> Found:
        return registry().post("/services", form.asked([]), key=form.key)

    there = look_first(form, services_there, send)
    if there:
        return is_it_one_of_these(form, there, _all())
    made = form.accept(send)
    if made:
        return done(LISTED, url_for("staff.service", id=made["id"]))
    return ask(_("List a service"), form, _("Add"), back=_all())


@staff.get("/registry/services/<id>")
def service(id: str) -> Answer:
    """The sheet of a service."""
    found = registry().get(f"/services/{id}")
    return show(
        "registry/service.html", in_language(found["name"]), back=_all(), service=found, form=Form(),
        caption=city_name(found["city"]), provider=registry().get(f"/organisations/{found['organisation']}")["name"],
        mine=who().may("registry:write") and who().reaches(found["city"]),
    )  # fmt: skip


@staff.route("/registry/services/<id>/change", methods=["GET", "POST"])
def change_service(id: str) -> Answer:
    """The same questions, filled in."""
    found = registry().get(f"/services/{id}")
    form = ServiceForm(_filled(found), found.etag)
    if form.accept(lambda: registry().patch(f"/services/{id}", form.asked(found["places"]), etag=form.etag)):
        return done(CHANGED, _to(found)[0])
    return ask(_("Change the service"), form, _("Save"), back=_to(found), caption=in_language(found["name"]))


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    site = found["places"][0] if found["places"] else {}
    return {**found, **{name: site.get(name) for name in SITE}}


@staff.post("/registry/services/<id>/confirm")
def confirm_service(id: str) -> Answer:
    """Everything is still right."""
    registry().post(f"/services/{id}/confirm", key=Form().key)
    return done(CONFIRMED, url_for("staff.service", id=id))


@staff.route("/registry/services/<id>/remove", methods=["GET", "POST"])
def remove_service(id: str) -> Answer:
    """A page to confirm: removing cannot be undone."""
    found = registry().get(f"/services/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(f"/services/{id}", etag=form.etag)):
        return done(REMOVED, _all()[0])
    return ask(
        _("Take this service out of the directory?"), form, _("Remove"), back=_to(found), warning=True,
        caption=in_language(found["name"]),
        intro=_("If it only pauses, change its state instead. This cannot be undone."),
    )  # fmt: skip


def _all() -> Way:
    return url_for("staff.services"), _("Services")


def _to(found: dict[str, Any]) -> Way:
    return url_for("staff.service", id=found["id"]), in_language(found["name"])
