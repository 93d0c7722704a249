"""A city's Action Plan: its texts, its states, its measures, and the voted ideas that may become measures."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, day, select, text, translated, web_address
from services.contracts.names import POLICY_AREAS
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, city_name, only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.transfers.asking import title_of, transfers_api

DRAFTED = confirmation(N_("The Action Plan was started."))
CHANGED = confirmation(N_("The Action Plan was saved."))
ADVANCED = confirmation(N_("The Action Plan is in its next state."))

OPEN_FOR_CHANGE = ("draft", "consultation", "revised")
CARRIED_OUT = ("adopted", "in_implementation", "revised")
LINKED_AREAS = {area: name for area, name in POLICY_AREAS.items() if area != "training_and_education"}


class PlanForm(Form):
    """The texts and the period of a plan."""

    title = translated(N_("Title"))
    starts_on = day(N_("First day"))
    ends_on = day(N_("Last day"))
    context = translated(N_("Where the city stands and what it needs"), rows=6, optional=True)
    vision = translated(N_("The common vision of the workshop"), rows=4, optional=True)
    illustration = checkbox(
        N_("This is an illustration"),
        hint=N_("Made up to show how the platform works; every page says so."),
        optional=True,
    )


class NewPlanForm(PlanForm):
    """A plan and the city whose it is."""

    city = select(N_("City"), choices=own_cities)


class DecisionForm(Form):
    """The partnership's decision to adopt."""

    told_at = {"decision.reference": "reference", "decision.decided_on": "decided_on", "decision": "reference"}

    reference = text(N_("Where the decision stands in the minutes"))
    decided_on = day(N_("Decided on"))
    link = web_address(N_("Where it can be read"), optional=True)


@staff.get("/plans")
def plans() -> Answer:
    """All Action Plans."""
    asked = {name: request.args.get(name) for name in ("city", "after")}
    page = transfers_api().page("/plans", **asked)
    return show("transfers/plans.html", _("Action Plans"), page=page, asked=asked, cities=all_cities())


@staff.route("/plans/new", methods=["GET", "POST"])
def draft_plan() -> Answer:
    """Start a city's plan for a period."""
    form = NewPlanForm({"city": only_city()})
    made = form.accept(lambda: transfers_api().post("/plans", form.body(), key=form.key))
    if made:
        return done(DRAFTED, url_for("staff.plan", id=made["id"]))
    return ask(_("Start an Action Plan"), form, _("Save"), back=(url_for("staff.plans"), _("Action Plans")))


@staff.get("/plans/<id>")
def plan(id: str) -> Answer:
    """The home of a plan: state, integration, measures."""
    found = transfers_api().get(f"/plans/{id}")
    return show(
        "transfers/plan.html", title_of(found), back=(url_for("staff.plans"), _("Action Plans")), plan=found,
        caption=_("Action Plan of %(city)s", city=city_name(found["city"])), form=Form(), areas=LINKED_AREAS,
        mine=who().may("transfers:write") and who().reaches(found["city"]),
        changeable=found["status"] in OPEN_FOR_CHANGE,
    )  # fmt: skip


@staff.route("/plans/<id>/change", methods=["GET", "POST"])
def change_plan(id: str) -> Answer:
    """The texts in the language of the page."""
    found = transfers_api().get(f"/plans/{id}")
    form = PlanForm(found, found.etag)
    if form.accept(lambda: transfers_api().patch(f"/plans/{id}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.plan", id=id))
    return ask(_("Change the Action Plan"), form, _("Save"), back=to_plan(found), caption=title_of(found))


@staff.route("/plans/<id>/advance/<status>", methods=["GET", "POST"])
def advance_plan(id: str, status: str) -> Answer:
    """Take the plan to its next state; adopting asks for the decision."""
    found = transfers_api().get(f"/plans/{id}")
    form = DecisionForm() if status == "adopted" else Form()
    body = {"status": status, "decision": form.body() if status == "adopted" else None}
    if form.accept(lambda: transfers_api().post(f"/plans/{id}/advance", body, key=form.key)):
        return done(ADVANCED, url_for("staff.plan", id=id))
    return ask(_("Take the plan to its next state"), form, _("Go on"), back=to_plan(found), caption=title_of(found))


@staff.get("/plans/ideas")
def voted_ideas() -> Answer:
    """Ideas of the workshops, those with most votes first, and what became of each."""
    asked = {name: request.args.get(name) for name in ("gathering", "city", "after")}
    page = transfers_api().page("/ideas", **asked)
    mine = {one["city"]: one for one in transfers_api().all("/plans")} if page["items"] else {}
    return show(
        "transfers/ideas.html", _("Ideas from the workshops"), back=(url_for("staff.plans"), _("Action Plans")),
        page=page, asked=asked, plans=mine, cities=all_cities(),
    )  # fmt: skip


def to_plan(plan: dict[str, Any]) -> tuple[str, str]:
    """The way back to a plan."""
    return url_for("staff.plan", id=plan["id"]), title_of(plan)
