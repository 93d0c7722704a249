"""Tickets: what is asked, sorting, answering, closing; and asking oneself."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from services.chassis.i18n import LANGUAGES, N_, _, current_language
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, email, long_text, radios, select, text
from services.website.clients import Api, api
from services.website.staff.blueprint import staff, who
from services.website.staff.cities import only_city, own_cities
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.transfers.asking import practices_to_choose
from services.website.staff.words import CATEGORIES, STATES, choices

ASKED = confirmation(N_("The question is with the support desk."))
ANSWERED = confirmation(N_("The answer was sent. Whoever asked is told."))
CLOSED = confirmation(N_("The question is closed. Whoever asked is told."))
MOVED = confirmation(N_("The question was sorted."))
ERASED = confirmation(N_("The question and who asked it were erased."))

TICKET_STATES = ("new", "triaged", "assigned", "waiting_requester", "waiting_expert", "answered", "closed", "reopened")
AT_THE_DESK = ("triaged", "assigned", "waiting_requester", "waiting_expert")


class QuestionForm(Form):
    """A question, for oneself or for somebody who called."""

    subject = text(N_("What is it about, in a few words?"))
    body_ = long_text(N_("The question"), rows=8)
    category = radios(N_("Which field does it belong to?"), choices=CATEGORIES)
    practice = select(N_("About which practice?"), choices=practices_to_choose, optional=True)
    city = select(N_("From which city is it asked?"), choices=own_cities, optional=True)
    requester__name = text(N_("Who asks?"))
    requester__email = email(N_("To which address shall the answer go?"))
    language = select(N_("Language of the question"), choices=LANGUAGES.items)


class AnswerForm(Form):
    """An answer."""

    body_ = long_text(N_("Your answer"), rows=8)
    language = select(N_("Language of the answer"), choices=LANGUAGES.items)


class SortForm(Form):
    """What a question is really about; the desk follows from it."""

    category = radios(N_("Which field does it belong to?"), choices=CATEGORIES)
    practice = select(N_("About which practice?"), choices=practices_to_choose, optional=True)


def support() -> Api:
    """The service that owns tickets."""
    return api("support")


@staff.get("/tickets")
def tickets() -> Answer:
    """The questions at the person's desks."""
    asked = {name: request.args.get(name) for name in ("q", "state", "category", "after")}
    return show(
        "support/tickets.html", _("Support desk"), page=support().page("/tickets", **asked), asked=asked,
        states=choices({state: STATES[state] for state in TICKET_STATES}), categories=choices(CATEGORIES),
    )  # fmt: skip


@staff.route("/tickets/new", methods=["GET", "POST"])
def open_ticket() -> Answer:
    """Ask the desk."""
    form = QuestionForm({"language": current_language(), "city": only_city(), "requester__name": who().name})
    made = form.accept(lambda: support().post("/tickets", form.body(), key=form.key))
    if made:
        return done(ASKED, url_for("staff.ticket", id=made["id"]))
    return ask(_("Ask the support desk"), form, _("Ask"), back=(url_for("staff.tickets"), _("Support desk")))


@staff.route("/tickets/<id>", methods=["GET", "POST"])
def ticket(id: str) -> Answer:
    """One question with everything written about it; answering."""
    found = support().get(f"/tickets/{id}")
    form = AnswerForm({"language": found["language"]})
    if form.accept(lambda: support().post(f"/tickets/{id}/answers", form.body(), key=form.key)):
        return done(ANSWERED, url_for("staff.ticket", id=id))
    return show(
        "support/ticket.html", found["subject"], back=(url_for("staff.tickets"), _("Support desk")), form=form,
        ticket=found, desk_states=[state for state in found["next_states"] or [] if state in AT_THE_DESK],
        mine=who().may("support:write"),
    )  # fmt: skip


@staff.route("/tickets/<id>/sort", methods=["GET", "POST"])
def sort_ticket(id: str) -> Answer:
    """Say what it is about; it goes to the desk that knows."""
    found = support().get(f"/tickets/{id}")
    form = SortForm(found)
    if form.accept(lambda: support().post(f"/tickets/{id}/triage", form.body(), key=form.key)):
        return done(MOVED, url_for("staff.tickets"))
    return ask(_("Sort this question"), form, _("Save"), back=_to(found), caption=found["subject"])


@staff.post("/tickets/<id>/move/<state>")
def move_ticket(id: str, state: str) -> Answer:
    """Note where it stands at the desk."""
    support().post(f"/tickets/{id}/move", {"state": state}, key=Form().key)
    return done(MOVED, url_for("staff.ticket", id=id))


@staff.post("/tickets/<id>/close")
def close_ticket(id: str) -> Answer:
    """Close it."""
    support().post(f"/tickets/{id}/close", key=Form().key)
    return done(CLOSED, url_for("staff.ticket", id=id))


@staff.route("/tickets/<id>/erase", methods=["GET", "POST"])
def erase_ticket(id: str) -> Answer:
    """A page to confirm: erasing cannot be undone."""
    found = support().get(f"/tickets/{id}")
    form = Form(etag=found.etag)
    if form.accept(lambda: support().delete(f"/tickets/{id}", etag=form.etag)):
        return done(ERASED, url_for("staff.tickets"))
    return ask(
        _("Erase this question?"), form, _("Erase it"), back=_to(found), warning=True, caption=found["subject"],
        intro=_("The question, its answers and who asked it are deleted for good."),
    )  # fmt: skip


def _to(ticket: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.ticket", id=ticket["id"]), ticket["subject"]
