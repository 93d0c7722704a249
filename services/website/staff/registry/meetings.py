"""Meetings of a partnership: planning one, who was there, its minutes from draft to publication."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkboxes, day, integer, long_text, select, text, time
from services.website.staff.blueprint import staff
from services.website.staff.cities import today_in
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import (
    confirm_step,
    given,
    is_mine,
    members_to_choose,
    partnership_of,
    to_partnership,
)

PLANNED = confirmation(N_("The meeting is planned."))
SAVED = confirmation(N_("The meeting was saved."))
STEPS = {
    "cancel": (N_("Cancel this meeting?"), N_("Cancel the meeting"), N_("It stays in the list as cancelled.")),
    "approve": (N_("Approve the minutes?"), N_("Approve"), N_("From then on they do not change any more.")),
    "publish": (
        N_("Publish the minutes?"),
        N_("Publish"),
        N_("Everybody can read it. Make sure it names no people."),
    ),
    "withdraw": (N_("Take the minutes back?"), N_("Take back"), N_("The public pages no longer show them.")),
}


def tables_to_choose() -> list[tuple[str, str]]:
    """The thematic tables of the partnership of this page, as (id, name)."""
    id = (request.view_args or {})["id"]
    return [(one["id"], one["name"]) for one in registry().all(f"/partnerships/{id}/tables")]


class MeetingForm(Form):
    """A meeting as it is planned."""

    title = text(N_("Title"))
    table = select(N_("Table"), hint=N_("Empty for the whole partnership"), choices=tables_to_choose, optional=True)
    day = day(N_("Day"))
    time = time(N_("Time"), optional=True)
    place = text(N_("Place"), optional=True)
    agenda = long_text(N_("Agenda"), hint=N_("One point a line"), optional=True)

    def asked(self) -> dict[str, Any]:
        """What the API takes: the agenda as its points."""
        lines = (self.agenda.data or "").splitlines()
        return {**self.body(), "agenda": [line.strip() for line in lines if line.strip()]}


class AttendanceForm(Form):
    """Which organisations were there."""

    present = checkboxes(N_("Who was there?"), choices=members_to_choose, optional=True)
    guests = integer(N_("How many guests?"), hint=N_("People of none of these organisations"), optional=True)


class MinutesForm(Form):
    """The minutes."""

    minutes = long_text(N_("Minutes"), hint=N_("What was said and agreed. No names of people."), rows=20)


@staff.get("/registry/partnerships/<id>/meetings")
def meetings(id: str) -> Answer:
    """All meetings, the newest first."""
    partnership = partnership_of(id)
    page = registry().page(f"/partnerships/{id}/meetings", after=request.args.get("after"))
    return show(
        "registry/meetings.html", _("Meetings"), back=to_partnership(partnership), page=page, partnership=partnership,
        tables=dict(tables_to_choose()), caption=partnership["name"], mine=is_mine(partnership),
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/meetings/new", methods=["GET", "POST"])
def plan_meeting(id: str) -> Answer:
    """Plan one."""
    partnership, form = partnership_of(id), MeetingForm()
    made = form.accept(lambda: registry().post(f"/partnerships/{id}/meetings", given(form.asked()), key=form.key))
    if made:
        to_come = made["day"] >= today_in(partnership["city"])
        return done(PLANNED if to_come else SAVED, _to(made)[0])
    return ask(_("Plan a meeting"), form, _("Plan it"), back=_all(id), caption=partnership["name"])


@staff.get("/registry/partnerships/<id>/meetings/<meeting>")
def meeting(id: str, meeting: str) -> Answer:
    """One meeting: agenda, quorum, minutes, decisions."""
    partnership, path = partnership_of(id), f"/partnerships/{id}/meetings/{meeting}"
    found = registry().get(path)
    return show(
        "registry/meeting.html", found["title"], back=_all(id), meeting=found, partnership=partnership,
        names=dict(members_to_choose()), tables=dict(tables_to_choose()), mine=is_mine(partnership),
        decisions=registry().all(f"/partnerships/{id}/decisions", meeting=meeting),
        has_begun=found["day"] <= today_in(partnership["city"]),
        caption=partnership["name"],
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/meetings/<meeting>/change", methods=["GET", "POST"])
def change_meeting(id: str, meeting: str) -> Answer:
    """Change what is planned."""
    path = f"/partnerships/{id}/meetings/{meeting}"
    found = registry().get(path)
    shown = {**found, "agenda": "\n".join(found["agenda"])}
    form = MeetingForm(shown, found.etag)
    if form.accept(lambda: registry().patch(path, form.asked(), etag=form.etag)):
        return done(SAVED, _to(found)[0])
    return ask(_("Change the meeting"), form, _("Save"), back=_to(found), caption=found["title"])


@staff.route("/registry/partnerships/<id>/meetings/<meeting>/minutes", methods=["GET", "POST"])
def write_minutes(id: str, meeting: str) -> Answer:
    """Write the minutes; who saves second sees both versions."""
    path = f"/partnerships/{id}/meetings/{meeting}"
    found = registry().get(path)
    form = MinutesForm(found, found.etag)
    if form.accept(lambda: registry().patch(path, form.body(), etag=form.etag)):
        return done(SAVED, _to(found)[0])
    return ask(_("Minutes"), form, _("Save"), back=_to(found), caption=found["title"])


@staff.route("/registry/partnerships/<id>/meetings/<meeting>/attendance", methods=["GET", "POST"])
def note_attendance(id: str, meeting: str) -> Answer:
    """Note who was there; the quorum follows."""
    path = f"/partnerships/{id}/meetings/{meeting}"
    found = registry().get(path)
    form = AttendanceForm({"present": found["present"], "guests": found["guests"]}, found.etag)
    if form.accept(lambda: registry().post(f"{path}/attendance", form.body(), key=form.key, etag=form.etag)):
        return done(SAVED, _to(found)[0])
    return ask(_("Who was there?"), form, _("Save"), back=_to(found), caption=found["title"])


@staff.route("/registry/partnerships/<id>/meetings/<meeting>/do/<step>", methods=["GET", "POST"])
def step_meeting(id: str, meeting: str, step: str) -> Answer:
    """A page to confirm a step of the meeting or its minutes."""
    return confirm_step(f"/partnerships/{id}/meetings/{meeting}", step, STEPS, _to, SAVED, _to_be_read)


def _to_be_read(meeting: dict[str, Any]) -> dict[str, str | None]:
    agenda = "\n".join(meeting["agenda"])
    return {_("Title"): meeting["title"], _("Agenda"): agenda, _("Minutes"): meeting["minutes"]}


def _all(id: str) -> Way:
    return url_for("staff.meetings", id=id), _("Meetings")


def _to(meeting: dict[str, Any]) -> Way:
    return url_for("staff.meeting", id=meeting["partnership"], meeting=meeting["id"]), meeting["title"]
