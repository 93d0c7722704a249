"""Stakeholder analysis: the grid of a city with its table, one stakeholder and what was thought of it over time."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, checkboxes, day, long_text, radios, select, text
from services.contracts.names import POLICY_AREAS
from services.website.public.names import ROLE_GROUPS
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import city_name, only_city, own_cities
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.exports.views import files_of
from services.website.staff.registry.grid import points
from services.website.staff.registry.lookups import organisation_lookup, organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import given
from services.website.staff.words import ATTITUDES, INVOLVEMENTS, choices

NOTED = confirmation(N_("The stakeholder was noted."))
CHANGED = confirmation(N_("The stakeholder was changed."))
JUDGED = confirmation(N_("The new judgement is kept. The earlier ones stay in the history."))
REMOVED = confirmation(N_("The stakeholder was removed."))

LEVELS = {
    "1": N_("1 – very low"),
    "2": N_("2 – low"),
    "3": N_("3 – medium"),
    "4": N_("4 – high"),
    "5": N_("5 – very high"),
}
NARROWED_BY = ("q", "role_group", "policy_area", "attitude")
MOST = 500


class SheetForm(Form):
    """What it is, whatever is thought of it. Fields are asked in the order in which they are written here."""

    name = text(
        N_("Name"), hint=N_("A body or a group, not a person. Not needed if you choose an organisation."), optional=True
    )
    organisation = organisation_lookup(N_("Organisation of the register"), optional=True)
    role_group = radios(N_("Role group"), choices=ROLE_GROUPS)
    policy_areas = checkboxes(N_("Policy areas"), choices=POLICY_AREAS, optional=True)
    represents = text(N_("Whom does it represent?"), optional=True)
    people_concerned = checkbox(
        N_("It is of the people whom the plan concerns"), hint=N_("Such as an association of migrants"), optional=True
    )


class ScoreForm(Form):
    """How it stands now; the two levels go to the API as numbers."""

    power = radios(N_("Power"), hint=N_("How much can it further or hinder the plan?"), choices=LEVELS)
    interest = radios(N_("Interest"), hint=N_("How much does the plan matter to it?"), choices=LEVELS)
    attitude = radios(N_("Attitude"), choices=ATTITUDES)
    involvement = select(N_("How is it involved now?"), choices=INVOLVEMENTS)
    wanted_involvement = select(N_("How should it be involved?"), choices=INVOLVEMENTS)
    note = long_text(N_("Note"), hint=N_("What speaks for this judgement? No names of people."), rows=3, optional=True)

    def asked(self) -> dict[str, Any]:
        """What the API takes; what is left empty is left to the register."""
        told = given(self.body())
        return {name: int(value) if name in ("power", "interest") else value for name, value in told.items()}


class NewStakeholderForm(SheetForm, ScoreForm):
    """A new one with its first judgement."""

    city = select(N_("City"), choices=own_cities)


class AgainForm(ScoreForm):
    """A later judgement."""

    day = day(N_("Since when is it so?"), hint=N_("Today if you leave it empty"), optional=True)


@staff.get("/registry/stakeholders")
def stakeholders() -> Answer:
    """The grid of a city, its table, and who is missing."""
    asked: dict[str, Any] = {name: request.args.get(name) for name in NARROWED_BY}
    own = own_cities()
    city = request.args.get("city") or next((id for id, _name in own), "")
    found = registry().all("/stakeholders", most=MOST, city=city, sort="name", **asked) if city else []
    return show(
        "registry/stakeholders.html", _("Stakeholders"), stakeholders=found, points=points(found), city=city,
        gaps=registry().get(f"/stakeholder-gaps/{city}") if city else None, cities=own, asked=asked,
        groups=choices(ROLE_GROUPS), areas=choices(POLICY_AREAS), attitudes=choices(ATTITUDES),
        files=files_of("stakeholders", city=city, sort="name", **asked), narrowed=any(asked.values()),
        caption=city_name(city) if city else "",
    )  # fmt: skip


@staff.route("/registry/stakeholders/new", methods=["GET", "POST"])
def note_stakeholder() -> Answer:
    """Note one."""
    form = NewStakeholderForm({"city": request.args.get("city") or only_city()})
    made = form.accept(lambda: registry().post("/stakeholders", form.asked(), key=form.key))
    if made:
        return done(NOTED, _grid(made["city"])[0])
    return ask(_("Note a stakeholder"), form, _("Save"), back=_grid(request.args.get("city")))


@staff.get("/registry/stakeholders/<id>")
def stakeholder(id: str) -> Answer:
    """What it is, how it stands, and how it stood."""
    found = registry().get(f"/stakeholders/{id}")
    return show(
        "registry/stakeholder.html", found["name"], back=_grid(found["city"]), stakeholder=found,
        caption=city_name(found["city"]), mine=who().may("registry:write"),
        organisations=organisation_names([found["organisation"]] if found["organisation"] else []),
    )  # fmt: skip


@staff.route("/registry/stakeholders/<id>/change", methods=["GET", "POST"])
def change_stakeholder(id: str) -> Answer:
    """Change what it is."""
    found = registry().get(f"/stakeholders/{id}")
    form = SheetForm(found, found.etag)
    if form.accept(lambda: registry().patch(f"/stakeholders/{id}", form.body(), etag=form.etag)):
        return done(CHANGED, _to(found)[0])
    return ask(_("Change the stakeholder"), form, _("Save"), back=_to(found), caption=found["name"])


@staff.route("/registry/stakeholders/<id>/judge", methods=["GET", "POST"])
def judge_stakeholder(id: str) -> Answer:
    """Judge it again."""
    found = registry().get(f"/stakeholders/{id}")
    now = {name: found[name] for name in ("attitude", "involvement", "wanted_involvement")}
    form = AgainForm({**now, "power": str(found["power"]), "interest": str(found["interest"])})
    if form.accept(lambda: registry().post(f"/stakeholders/{id}/scores", form.asked(), key=form.key)):
        return done(JUDGED, _to(found)[0])
    return ask(_("How does it stand now?"), form, _("Save"), back=_to(found), caption=found["name"])


@staff.route("/registry/stakeholders/<id>/remove", methods=["GET", "POST"])
def remove_stakeholder(id: str) -> Answer:
    """A page to confirm: removing cannot be undone."""
    found = registry().get(f"/stakeholders/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: registry().delete(f"/stakeholders/{id}", etag=form.etag)):
        return done(REMOVED, _grid(found["city"])[0])
    return ask(
        _("Remove this stakeholder?"), form, _("Remove"), back=_to(found), warning=True, caption=found["name"],
        intro=_("Everything that was thought of it goes too. This cannot be undone."),
    )  # fmt: skip


def _grid(city: str | None) -> Way:
    return url_for("staff.stakeholders", city=city), _("Stakeholders")


def _to(stakeholder: dict[str, Any]) -> Way:
    return url_for("staff.stakeholder", id=stakeholder["id"]), stakeholder["name"]
