"""The ideas of an EASW as a facilitator notes them: what, how and who, and bringing them to the plenary."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, long_text, select, text
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.workshops.gatherings import is_mine, title_of, workshops

NOTED = confirmation(N_("The idea was noted. It goes to the plenary in a second step."))
CHANGED = confirmation(N_("The idea was changed."))
SUBMITTED = confirmation(N_("The idea is in the plenary."))
WITHDRAWN = confirmation(N_("The idea was taken back from the plenary."))
THROWN_AWAY = confirmation(N_("The idea was discarded."))


class IdeaForm(Form):
    """An idea; what is missing can follow until it goes to the plenary."""

    title = text(N_("The idea in a few words"))
    what = long_text(N_("WHAT: what is to be done?"), rows=3, optional=True)
    how = long_text(N_("HOW: how is it realised?"), rows=3, optional=True)
    who = long_text(N_("WHO: who takes responsibility?"), rows=2, optional=True)
    theme = text(N_("Theme"), optional=True)
    group = text(N_("Thematic group"), hint=N_("A group brings five ideas at most."), optional=True)


def idea_form(gathering: dict[str, Any], shown: dict[str, Any] | None = None, etag: str = "") -> Form:
    """The form with the people of the workshop to choose the author from; the author is shown to nobody later."""

    class WithAuthor(IdeaForm):
        registration = select(
            N_("Whose idea is it?"),
            choices=lambda: _people(gathering),
            hint=N_("They are told what becomes of it. Their name is never shown with the idea."),
            optional=True,
        )

    return WithAuthor(shown, etag)


def _people(gathering: dict[str, Any]) -> list[tuple[str, str]]:
    people = workshops().all(f"/gatherings/{gathering['id']}/registrations", status="registered")
    return [(person["id"], person["name"]) for person in people]


@staff.get("/gatherings/<id>/ideas")
def ideas(id: str) -> Answer:
    """All ideas, those in the plenary first."""
    gathering = workshops().get(f"/gatherings/{id}")
    listed = workshops().all(f"/gatherings/{id}/ideas")
    listed.sort(key=lambda idea: (idea["status"] != "submitted", idea["group"] or "", idea["title"]))
    return show(
        "workshops/ideas.html", _("Ideas"), back=_to(gathering), caption=title_of(gathering),
        gathering=gathering, ideas=listed, form=Form(),
        changeable=is_mine(gathering) and gathering["stage"] in ("recruiting", "confirmed", "ideas_submitted"),
    )  # fmt: skip


@staff.route("/gatherings/<id>/ideas/new", methods=["GET", "POST"])
def note_idea(id: str) -> Answer:
    """Note one idea, and another one after it with the same group."""
    gathering = workshops().get(f"/gatherings/{id}")
    form = idea_form(gathering, {"group": request.args.get("group"), "theme": request.args.get("theme")})
    made = form.accept(lambda: workshops().post(f"/gatherings/{id}/ideas", form.body(), key=form.key))
    if made:
        return done(NOTED, url_for("staff.ideas", id=id))
    return ask(_("Note an idea"), form, _("Save"), back=_to_list(gathering), caption=title_of(gathering))


@staff.route("/gatherings/<id>/ideas/<idea>", methods=["GET", "POST"])
def change_idea(id: str, idea: str) -> Answer:
    """Change an idea that is not in the plenary."""
    gathering = workshops().get(f"/gatherings/{id}")
    found = workshops().get(f"/gatherings/{id}/ideas/{idea}")
    form = IdeaForm(found, found.etag)
    if form.accept(lambda: workshops().patch(f"/gatherings/{id}/ideas/{idea}", form.body(), etag=form.etag)):
        return done(CHANGED, url_for("staff.ideas", id=id))
    return ask(_("Change the idea"), form, _("Save"), back=_to_list(gathering), caption=title_of(gathering))


@staff.post("/gatherings/<id>/ideas/<idea>/<any(submit, withdraw):step>")
def move_idea(id: str, idea: str, step: str) -> Answer:
    """Bring an idea to the plenary or take it back; what it lacks is said where the idea is changed."""
    form = IdeaForm()
    found = workshops().get(f"/gatherings/{id}/ideas/{idea}")
    path = f"/gatherings/{id}/ideas/{idea}/{step}"
    form.process(data=found)
    if form.attempt(lambda: workshops().post(path, key=form.key)):
        return done(SUBMITTED if step == "submit" else WITHDRAWN, url_for("staff.ideas", id=id))
    gathering = workshops().get(f"/gatherings/{id}")
    form.etag = found.etag
    return ask(
        _("Change the idea"), form, _("Save"), back=_to_list(gathering), caption=title_of(gathering),
        action=url_for("staff.change_idea", id=id, idea=idea),
    )  # fmt: skip


@staff.post("/gatherings/<id>/ideas/<idea>/throw-away")
def throw_idea_away(id: str, idea: str) -> Answer:
    """Throw a draft away."""
    workshops().delete(f"/gatherings/{id}/ideas/{idea}", etag=Form().etag or "*")
    return done(THROWN_AWAY, url_for("staff.ideas", id=id))


def _to(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.gathering", id=gathering["id"]), title_of(gathering)


def _to_list(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.ideas", id=gathering["id"]), _("Ideas")
