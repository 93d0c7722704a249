"""The register of a partnership's decisions, and how able its Lead Organisation is."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, checkboxes, day, integer, long_text, radios, select, text
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.together import (
    LOOKED,
    confirm_step,
    given,
    is_mine,
    members_to_choose,
    partnership_of,
    to_look_at,
    to_partnership,
)
from services.website.staff.words import DECISION_METHODS, DECISION_STATES, choices

ENTERED = confirmation(N_("The decision is in the register."))
SAVED = confirmation(N_("The decision was saved."))
STEPS = {
    "publish": (N_("Publish the decision?"), N_("Publish"), N_("Everybody can read it. Make sure it names no people.")),
    "withdraw": (N_("Take the decision back?"), N_("Take back"), N_("The public pages no longer show it.")),
}
CHANGEABLE = ("title", "detail", "responsible", "due_on")
CLOSING = {name: DECISION_STATES[name] for name in ("done", "dropped")}


class WordsForm(Form):
    """Its words, and who does it by when."""

    title = text(N_("What was decided?"))
    detail = long_text(N_("Details"), rows=3, optional=True)
    responsible = select(N_("Who is responsible?"), choices=members_to_choose, optional=True)
    due_on = day(N_("By when?"), optional=True)


class PublicWordsForm(WordsForm):
    """The same where everybody is going to read something that may lead to a person."""

    looked = checkbox(LOOKED)


class DecisionForm(WordsForm):
    """A new one, with how it was decided."""

    method = radios(N_("How?"), choices=DECISION_METHODS)
    votes_for = integer(N_("Votes for it"), hint=N_("Only for a vote"), optional=True)
    votes_against = integer(N_("Votes against it"), optional=True)
    abstentions = integer(N_("Abstentions"), optional=True)
    interested = checkboxes(
        N_("Who declared an interest and stepped back?"), choices=members_to_choose, optional=True,
        hint=N_("Whoever gains from the decision says so and does not vote"),
    )  # fmt: skip


class ClosingForm(Form):
    """What became of it."""

    status = radios(N_("What became of it?"), choices=CLOSING)
    note = text(N_("Note"), optional=True)


@staff.get("/registry/partnerships/<id>/decisions")
def decisions(id: str) -> Answer:
    """The register, the newest first; open ones by their day."""
    partnership = partnership_of(id)
    asked = {name: request.args.get(name) for name in ("q", "status", "after")}
    sort = "due_on" if asked["status"] == "open" else None
    return show(
        "registry/decisions.html", _("Decisions"), back=to_partnership(partnership), asked=asked,
        page=registry().page(f"/partnerships/{id}/decisions", **asked, sort=sort), partnership=partnership,
        names=dict(members_to_choose()), states=choices(DECISION_STATES), caption=partnership["name"],
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/meetings/<meeting>/decisions/new", methods=["GET", "POST"])
def take_decision(id: str, meeting: str) -> Answer:
    """Enter what a meeting decided."""
    form, found = DecisionForm(), registry().get(f"/partnerships/{id}/meetings/{meeting}")
    body = {**given(form.body()), "meeting": meeting}
    made = form.accept(lambda: registry().post(f"/partnerships/{id}/decisions", body, key=form.key))
    back = url_for("staff.meeting", id=id, meeting=meeting), found["title"]
    if made:
        return done(ENTERED, back[0])
    return ask(_("Enter a decision"), form, _("Save"), back=back, caption=found["title"])


@staff.get("/registry/partnerships/<id>/decisions/<decision>")
def decision(id: str, decision: str) -> Answer:
    """One decision."""
    partnership, path = partnership_of(id), f"/partnerships/{id}/decisions/{decision}"
    found = registry().get(path)
    return show(
        "registry/decision.html", found["title"], back=(url_for("staff.decisions", id=id), _("Decisions")),
        decision=found, partnership=partnership, names=dict(members_to_choose()), mine=is_mine(partnership),
        meeting=registry().get(f"/partnerships/{id}/meetings/{found['meeting']}"), caption=partnership["name"],
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/decisions/<decision>/change", methods=["GET", "POST"])
def change_decision(id: str, decision: str) -> Answer:
    """Correct its words, or who does it by when."""
    path = f"/partnerships/{id}/decisions/{decision}"
    found = registry().get(path)
    form = WordsForm(found, found.etag)
    traces = to_look_at(_to_be_read(form.data), _to_be_read(found)) if found["published"] else []
    if traces:
        form = PublicWordsForm(found, found.etag)
    if form.accept(lambda: registry().patch(path, form.body(*CHANGEABLE), etag=form.etag)):
        return done(SAVED, _to(found)[0])
    return ask(
        _("Change the decision"), form, _("Save"), back=_to(found), caption=found["title"], traces=traces,
        intro=_("It is published: everybody reads what you save. Make sure it names no people.")
        if found["published"] else "",
    )  # fmt: skip


@staff.route("/registry/partnerships/<id>/decisions/<decision>/close", methods=["GET", "POST"])
def close_decision(id: str, decision: str) -> Answer:
    """Note what became of it."""
    path = f"/partnerships/{id}/decisions/{decision}"
    found, form = registry().get(path), ClosingForm()
    if form.accept(lambda: registry().post(f"{path}/close", given(form.body()), key=form.key)):
        return done(SAVED, _to(found)[0])
    return ask(_("What became of it?"), form, _("Save"), back=_to(found), caption=found["title"])


@staff.route("/registry/partnerships/<id>/decisions/<decision>/do/<step>", methods=["GET", "POST"])
def step_decision(id: str, decision: str, step: str) -> Answer:
    """A page to confirm that everybody may read it, or no longer."""
    return confirm_step(f"/partnerships/{id}/decisions/{decision}", step, STEPS, _to, SAVED, _to_be_read)


def _to_be_read(decision: dict[str, Any]) -> dict[str, str | None]:
    return {_("What was decided?"): decision["title"], _("Details"): decision["detail"]}


def _to(decision: dict[str, Any]) -> Way:
    return url_for("staff.decision", id=decision["partnership"], decision=decision["id"]), decision["title"]
