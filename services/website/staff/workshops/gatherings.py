"""Planning a gathering and its home page: a task list of what there is to do until the ideas are handed on."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _, current_language
from services.chassis.web import confirmation
from services.chassis.web.filters import in_language
from services.chassis.web.forms import Form
from services.website.clients import Found, api
from services.website.public.names import METHODS, ROLE_GROUPS
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import all_cities, only_city, zone_of
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.words import choices
from services.website.staff.workshops.forms import (
    NEW_FIRST,
    SIZES,
    WHO,
    AgendaForm,
    GatheringChangeForm,
    NewGatheringForm,
    agenda_items,
    agenda_lines,
    written,
)
from services.website.staff.workshops.tasks import tasks_of

PLANNED = confirmation(N_("The gathering is planned. Its registration is open: share the link below."))
CHANGED = confirmation(N_("The gathering was changed. Participants are told of a new title, time or place."))
AGENDA_SAVED = confirmation(N_("The agenda was saved."))
CANCELLED = confirmation(N_("The gathering was cancelled. Everybody on its list is told."))
CONFIRMED = confirmation(N_("It is confirmed that the workshop takes place."))


def workshops() -> Any:
    """The service that owns gatherings."""
    return api("workshops")


@staff.get("/gatherings")
def gatherings() -> Answer:
    """All gatherings of the person's cities, the next ones first."""
    asked = {name: request.args.get(name) for name in ("q", "city", "method", "status", "after")}
    page = workshops().page("/gatherings", **asked, sort=request.args.get("sort") or "-starts_at")
    return show(
        "workshops/gatherings.html", _("Gatherings"), page=page, asked=asked, cities=all_cities(),
        methods=choices(METHODS),
    )  # fmt: skip


@staff.route("/gatherings/new", methods=["GET", "POST"])
def plan_gathering() -> Answer:
    """One page of questions; everything can be changed later."""
    form = NewGatheringForm(_usual())
    made = form.accept(lambda: workshops().post("/gatherings", _new(form), key=form.key))
    if made:
        return done(PLANNED, url_for("staff.gathering", id=made["id"]))
    return show(
        "workshops/plan.html", _("Plan a gathering"), form=form, first=NEW_FIRST, who=WHO, button=_("Plan it"),
        back=(url_for("staff.gatherings"), _("Gatherings")),
    )  # fmt: skip


def _new(form: NewGatheringForm) -> dict[str, Any]:
    zone = zone_of(form.city.data)
    return {**form.asked(zone), **form.body("city", "method"), "timezone": zone}


def _usual() -> dict[str, Any]:
    """What a gathering mostly is: an EASW with eight people of each role group, in the organiser's language."""
    return {
        "city": only_city(),
        "method": "easw",
        "language": current_language(),
        "capacity": 32,
        "quotas": dict.fromkeys(ROLE_GROUPS, 8),
        "published": True,
    }


@staff.get("/gatherings/<id>")
def gathering(id: str) -> Answer:
    """The home of a gathering."""
    found = workshops().get(f"/gatherings/{id}")
    roster = workshops().get(f"/gatherings/{id}/roster")
    rounds = workshops().all(f"/gatherings/{id}/rounds") if found["method"] == "easw" else []
    ideas = workshops().all(f"/gatherings/{id}/ideas") if found["method"] == "easw" else []
    return show(
        "workshops/gathering.html", title_of(found), back=(url_for("staff.gatherings"), _("Gatherings")),
        gathering=found, roster=roster, tasks=tasks_of(found, roster, ideas, rounds), form=Form(),
        points=[{**item, "title": in_language(item["title"])} for item in found["agenda"]],
        mine=is_mine(found),
    )  # fmt: skip


@staff.route("/gatherings/<id>/change", methods=["GET", "POST"])
def change_gathering(id: str) -> Answer:
    """The same questions, filled in."""
    found = workshops().get(f"/gatherings/{id}")
    form = GatheringChangeForm(written(found), found.etag)
    if form.accept(lambda: workshops().patch(f"/gatherings/{id}", form.asked(found["timezone"]), etag=form.etag)):
        return done(CHANGED, url_for("staff.gathering", id=id))
    return show(
        "workshops/plan.html", _("Change the gathering"), form=form, first=(), who=WHO, sizes=SIZES, button=_("Save"),
        back=_to(found), caption=title_of(found),
    )  # fmt: skip


@staff.route("/gatherings/<id>/agenda", methods=["GET", "POST"])
def agenda(id: str) -> Answer:
    """The agenda as lines of text."""
    found = workshops().get(f"/gatherings/{id}")
    form = AgendaForm({"lines": agenda_lines(found)}, found.etag)
    if form.accept(lambda: _save_agenda(form, found)):
        return done(AGENDA_SAVED, url_for("staff.gathering", id=id))
    return ask(_("Agenda"), form, _("Save"), back=_to(found), caption=title_of(found))


def _save_agenda(form: AgendaForm, found: Found) -> Found:
    try:
        items = agenda_items(form.lines.data or "", found)
    except ValueError as error:
        line = error.args[0]
        told = _("Line %(line)s needs a day, a time and a title, such as 2027-03-18 14:00 Welcome.", line=line)
        raise Invalid({"lines": [told]}) from error
    return workshops().patch(f"/gatherings/{found['id']}", {"agenda": items}, etag=form.etag)


@staff.post("/gatherings/<id>/confirm")
def confirm_gathering(id: str) -> Answer:
    """Enough people of every role group are registered: it takes place."""
    workshops().post(f"/gatherings/{id}/confirm", key=Form().key)
    return done(CONFIRMED, url_for("staff.gathering", id=id))


@staff.route("/gatherings/<id>/cancel", methods=["GET", "POST"])
def cancel_gathering(id: str) -> Answer:
    """A page to confirm: this cannot be undone, everybody is told."""
    found = workshops().get(f"/gatherings/{id}")
    form = Form()
    if form.accept(lambda: workshops().post(f"/gatherings/{id}/cancel", key=form.key)):
        return done(CANCELLED, url_for("staff.gathering", id=id))
    return ask(
        _("Cancel this gathering?"), form, _("Cancel it and tell everybody"), back=_to(found), warning=True,
        caption=title_of(found),
        intro=_("Everybody who has a place or waits for one gets a message. This cannot be undone."),
    )  # fmt: skip


def is_mine(gathering: dict[str, Any]) -> bool:
    """Whether the person may work on this gathering."""
    return who().may("workshops:write") and who().reaches(gathering["city"])


def title_of(gathering: dict[str, Any]) -> str:
    """A gathering's title in the reader's language, else in its own."""
    return in_language(gathering["title"])


def _to(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.gathering", id=gathering["id"]), title_of(gathering)
