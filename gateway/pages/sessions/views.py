"""One's account at a glance, and where one is signed in."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from gateway.api.schemas import LanguageBody
from gateway.identity import accounts, sessions
from gateway.identity.roles import ROLES
from gateway.pages.blueprint import account
from gateway.pages.checked import checked_body
from gateway.pages.cities import city_names
from gateway.pages.desk import actor, desk, for_people, present_session
from gateway.pages.page import ask
from gateway.pages.sessions.forms import LanguageForm
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.chassis.web import confirmation, redirect_with, shown
from services.chassis.web.forms import Form

LANGUAGE_CHANGED = confirmation(N_("Your language was changed."))
ENDED = confirmation(N_("That session was ended."))
OTHERS_ENDED = confirmation(N_("You are signed out everywhere else."))


@account.get("/")
@for_people
def overview() -> Response:
    """Who one is to the platform."""
    found = desk().records.read().get("accounts", actor().id)
    roles = [_(ROLES[role].title) for role in found["roles"]]
    return shown("account/sessions/overview.html", person=found, roles=roles, cities=city_names(found["cities"]))


@account.route("/language", methods=["GET", "POST"])
@for_people
def change_language() -> Response:
    """Choose the language of one's messages."""
    form = LanguageForm(desk().records.read().get("accounts", actor().id))
    if form.accept(lambda: desk().records.write(lambda uow: _choose_language(uow, form), actor())):
        return redirect_with(LANGUAGE_CHANGED, url_for("account.overview"))
    back = (url_for("account.overview"), _("Your account"))
    return ask(_("Change your language"), form, _("Save"), intro=[_("We write to you in this language.")], back=back)


@account.get("/sessions")
@for_people
def my_sessions() -> Response:
    """Every browser in which one is signed in."""
    mine = sessions.of_account(desk().records.read(), actor().id, desk().own.session_idle)
    return shown("account/sessions/list.html", sessions=mine, present=present_session(), ending=Form())


@account.post("/sessions/end")
@for_people
def end_session() -> Response:
    """Sign out in one other browser."""
    id = request.form.get("session", "")
    desk().records.write(lambda uow: sessions.end(uow, actor().id, id))
    return redirect_with(ENDED, url_for("account.my_sessions"))


@account.post("/sessions/end-others")
@for_people
def end_other_sessions() -> Response:
    """Sign out in every browser but this one."""
    desk().records.write(_end_others)
    return redirect_with(OTHERS_ENDED, url_for("account.my_sessions"))


def _choose_language(uow: UnitOfWork, form: LanguageForm) -> Document:
    return accounts.choose_language(uow, actor().id, checked_body(LanguageBody, form.body())["language"])


def _end_others(uow: UnitOfWork) -> None:
    sessions.end_all(uow, actor().id, but=present_session())
