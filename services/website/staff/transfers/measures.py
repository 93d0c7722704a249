"""The measures of a plan: adding one, out of an idea or freely, its money and indicators, its progress."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import (
    Form,
    checkboxes,
    day,
    integer,
    money,
    number,
    radios,
    text,
    translated,
)
from services.website.clients import Found
from services.website.public.names import FUNDING_SOURCES, MEASURE_STATES
from services.website.staff.blueprint import now, staff, who
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.lookups import organisation_lookup
from services.website.staff.transfers.asking import title_of, transfers_api
from services.website.staff.transfers.plans import CARRIED_OUT, LINKED_AREAS, OPEN_FOR_CHANGE, to_plan

ADDED = confirmation(N_("The measure is in the plan. Whoever had the idea is told."))
CHANGED = confirmation(N_("The measure was saved."))
REPORTED = confirmation(N_("The progress was reported."))


class MeasureForm(Form):
    """The texts, ties and times of a measure."""

    title = translated(N_("Title"))
    objective = translated(N_("What is to be reached?"), rows=3, optional=True)
    description = translated(N_("What is done?"), rows=4, optional=True)
    linkages = checkboxes(
        N_("Which other policy areas is it tied to?"),
        choices=LINKED_AREAS,
        hint=N_("A measure without any tie is marked “not integrated”."),
        optional=True,
    )
    target_group = translated(N_("For whom is it?"), optional=True)
    target_number = integer(N_("For how many people?"), optional=True)
    responsible = organisation_lookup(N_("Who is responsible?"), optional=True)
    starts_on = day(N_("Begins on"), optional=True)
    ends_on = day(N_("Ends on"), optional=True)


class BudgetForm(Form):
    """A line of money."""

    source = radios(N_("Where does the money come from?"), choices=FUNDING_SOURCES)
    programme = text(N_("Programme or call"), optional=True)
    amount = money(N_("Amount"))


class IndicatorForm(Form):
    """What the measure is held to."""

    name = translated(N_("What is counted?"))
    unit = text(N_("Unit"), hint=N_("For example: people"))
    baseline = number(N_("Value now"))
    target = number(N_("Value to be reached"))
    due_on = day(N_("By when?"))
    source = text(N_("Where is the value read?"))


@staff.route("/plans/<id>/measures/new", methods=["GET", "POST"])
def add_measure(id: str) -> Answer:
    """Add a measure; ?idea= takes its texts from there and keeps the origin."""
    plan = transfers_api().get(f"/plans/{id}")
    idea = _idea(request.args.get("idea"))
    form = MeasureForm(_of_idea(idea) if idea else {})
    origin = {"origin": {"kind": "easw_idea", "id": idea["id"]}} if idea else {}
    made = form.accept(lambda: transfers_api().post(f"/plans/{id}/measures", {**form.body(), **origin}, key=form.key))
    if made:
        return done(ADDED, url_for("staff.measure", id=id, measure=made["id"]))
    title = _("Turn this idea into a measure") if idea else _("Add a measure")
    return show(
        "transfers/measure_form.html", title, back=to_plan(plan), caption=title_of(plan), form=form, idea=idea,
        button=_("Add the measure"),
    )  # fmt: skip


def _idea(id: str | None) -> Found | None:
    return transfers_api().get(f"/ideas/{id}") if id else None


def _of_idea(idea: dict[str, Any]) -> dict[str, Any]:
    """The texts of an idea in its own language, to begin with."""
    named = {"title": idea["title"], "objective": idea["what"], "description": idea["how"]}
    return {name: {idea["language"]: {"text": text, "status": "original"}} for name, text in named.items() if text}


@staff.get("/plans/<id>/measures/<measure>")
def measure(id: str, measure: str) -> Answer:
    """One measure with everything it holds."""
    plan = transfers_api().get(f"/plans/{id}")
    found = _measure(id, measure)
    origin = found["origin"] or {}
    idea = _idea(origin["id"]) if origin.get("kind") == "easw_idea" else None
    return show(
        "transfers/measure.html", title_of(found), back=to_plan(plan), measure=found, idea=idea, plan=plan,
        caption=_("Measure %(number)s", number=found["number"]),
        mine=who().may("transfers:write") and who().reaches(found["city"]),
        changeable=plan["status"] in OPEN_FOR_CHANGE, reportable=plan["status"] in CARRIED_OUT,
    )  # fmt: skip


def _measure(id: str, measure: str) -> Found:
    return transfers_api().get(f"/plans/{id}/measures/{measure}")


@staff.route("/plans/<id>/measures/<measure>/change", methods=["GET", "POST"])
def change_measure(id: str, measure: str) -> Answer:
    """The same questions, filled in."""
    found = _measure(id, measure)
    form = MeasureForm(found, found.etag)
    if form.accept(lambda: _save(form, found, form.body())):
        return _saved(found)
    return ask(_("Change the measure"), form, _("Save"), back=_to(found), caption=title_of(found))


@staff.route("/plans/<id>/measures/<measure>/budget", methods=["GET", "POST"])
def add_budget(id: str, measure: str) -> Answer:
    """Add a line of money."""
    found = _measure(id, measure)
    form = BudgetForm({}, found.etag)
    if form.accept(lambda: _save(form, found, {"budget": [*found["budget"], form.body()]})):
        return _saved(found)
    return ask(_("Add money"), form, _("Save"), back=_to(found), caption=title_of(found))


@staff.route("/plans/<id>/measures/<measure>/indicator", methods=["GET", "POST"])
def add_indicator(id: str, measure: str) -> Answer:
    """Add an indicator."""
    found = _measure(id, measure)
    form = IndicatorForm({}, found.etag)
    if form.accept(lambda: _save(form, found, {"indicators": [*_indicators(found), form.body()]})):
        return _saved(found)
    return ask(_("Add an indicator"), form, _("Save"), back=_to(found), caption=title_of(found))


def _indicators(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The indicators as the API takes them back: without the values, which are reported elsewhere."""
    names = ("id", "name", "unit", "baseline", "target", "due_on", "source")
    return [{name: one[name] for name in names} for one in found["indicators"]]


def _save(form: Form, found: Found, body: dict[str, Any]) -> Found:
    return transfers_api().patch(f"/plans/{found['plan']}/measures/{found['id']}", body, etag=form.etag)


def _saved(found: Found) -> Answer:
    return done(CHANGED, url_for("staff.measure", id=found["plan"], measure=found["id"]))


def progress_form(found: dict[str, Any]) -> Form:
    """State and note, and a value for each indicator of the measure."""
    asked: dict[str, Any] = {
        "state": radios(N_("How far is it?"), choices=MEASURE_STATES),
        "note": translated(N_("What happened?"), rows=3, optional=True, hint=N_("Needed when a measure is dropped.")),
    }
    for one in found["indicators"]:
        asked[_value_of(one)] = number(title_of({"title": one["name"]}), optional=True)
    if found["indicators"]:
        asked["measured_on"] = day(N_("The values are of"))
    kind = type("ProgressForm", (Form,), asked)
    form: Form = kind({"state": found["state"], "measured_on": now().date().isoformat()})
    return form


def _value_of(indicator: dict[str, Any]) -> str:
    """The name of the field for an indicator's value."""
    return "values__" + indicator["id"].replace("-", "_")


@staff.route("/plans/<id>/measures/<measure>/progress", methods=["GET", "POST"])
def report_progress(id: str, measure: str) -> Answer:
    """Say how far the measure is."""
    found = _measure(id, measure)
    form = progress_form(found)
    path = f"/plans/{id}/measures/{measure}/progress"
    if form.accept(lambda: transfers_api().post(path, _reported(form, found), key=form.key)):
        return done(REPORTED, url_for("staff.measure", id=id, measure=measure))
    return ask(_("Report progress"), form, _("Report"), back=_to(found), caption=title_of(found))


def _reported(form: Form, found: dict[str, Any]) -> dict[str, Any]:
    typed = {one["id"]: form[_value_of(one)].data for one in found["indicators"]}
    given = {id: value for id, value in typed.items() if value is not None}
    values = [{"indicator": id, "value": value, "measured_on": form["measured_on"].data} for id, value in given.items()]
    return {**form.body("state", "note"), "values": values}


def _to(measure: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.measure", id=measure["plan"], measure=measure["id"]), title_of(measure)
