"""The cities of the network: who is in it, the facts of each, and changing them."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.formats import countries
from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, number, radios, select, text, translated
from services.website.projections.network import in_language
from services.website.public.names import CITY_ROLES
from services.website.staff.blueprint import staff, who
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.organisations import registry, with_known

ADDED = confirmation(N_("The city is in the network."))
CHANGED = confirmation(N_("The city was changed."))


class CityForm(Form):
    """The facts of a city; name, country, part in the network and time zone are enough."""

    name = text(N_("Name"), hint=N_("In Latin letters"))
    names = translated(
        N_("Name in the language of this page"), optional=True,
        hint=N_("Only where it is another one: “Wien” is “Vienna” in English. Change the language above for others."),
    )  # fmt: skip
    country = select(N_("Country"), choices=countries)
    role = radios(N_("What does it do in the network?"), choices=CITY_ROLES)
    timezone = text(N_("Time zone"), hint=N_("For example Europe/Rome"))
    languages = checkboxes(N_("Languages of the city"), choices=LANGUAGES.items, optional=True)
    nuts3 = text(N_("NUTS 3 region"), hint=N_("The code of Eurostat, for example ITG17"), width=5, optional=True)
    lat = number(N_("Latitude"), hint=N_("In degrees, such as 37.5079"), optional=True)
    lon = number(N_("Longitude"), hint=N_("In degrees, such as 15.0830"), optional=True)


@staff.get("/registry/cities")
def cities() -> Answer:
    """All cities by name."""
    page = registry().page("/cities", sort=request.args.get("sort") or "name", after=request.args.get("after"))
    return show("registry/cities.html", _("Cities"), page=page, called=_called, may_add=_may_change(None))


@staff.route("/registry/cities/new", methods=["GET", "POST"])
def add_city() -> Answer:
    """Let a city into the network."""
    form = CityForm()
    made = form.accept(lambda: registry().post("/cities", _given(form), key=form.key))
    if made:
        return done(ADDED, url_for("staff.city", id=made["id"]))
    return ask(_("Add a city"), form, _("Add"), back=_to_cities())


def _given(form: CityForm) -> dict[str, object]:
    return {name: value for name, value in form.body().items() if value not in (None, [])}


@staff.get("/registry/cities/<id>")
def city(id: str) -> Answer:
    """The sheet of a city."""
    found = registry().get(f"/cities/{id}")
    return show("registry/city.html", _called(found), back=_to_cities(), city=found, mine=_may_change(id))


@staff.route("/registry/cities/<id>/change", methods=["GET", "POST"])
def change_city(id: str) -> Answer:
    """The same questions, filled in."""
    found = registry().get(f"/cities/{id}")
    form = CityForm(found, found.etag)
    form.languages.choices = with_known(form.languages.choices, found["languages"] or [])
    if form.accept(lambda: registry().patch(f"/cities/{id}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.city", id=id))
    back = url_for("staff.city", id=id), _called(found)
    return ask(_("Change the city"), form, _("Save"), back=back, caption=_called(found))


def _called(city: dict[str, Any]) -> str:
    """What the city is called in the language of the page."""
    return str(in_language(city, current_language())["name"])


def _to_cities() -> Way:
    return url_for("staff.cities"), _("Cities")


def _may_change(city: str | None) -> bool:
    """Whether the person may change a city of theirs; None stands for the whole network."""
    return who().may("registry:write") and who().reaches(city)
