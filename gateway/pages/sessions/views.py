"""One's account at a glance, and where one is signed in."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.wrappers import Response

from gateway.identity import sessions
from gateway.identity.roles import ROLES
from gateway.pages.blueprint import account
from gateway.pages.cities import city_names
from gateway.pages.desk import actor, desk, for_people, present_session
from services.chassis.i18n import N_, _
from services.chassis.store import UnitOfWork
from services.chassis.web import confirmation, redirect_with, shown
from services.chassis.web.forms import Form

ENDED = confirmation(N_("That session was ended."))
OTHERS_ENDED = confirmation(N_("You are signed out everywhere else."))


@account.get("/")
@for_people
def overview() -> Response:
    """Who one is to the platform."""
    found = desk().records.read().get("accounts", actor().id)
    roles = [_(ROLES[role].title) for role in found["roles"]]
    return shown("account/sessions/overview.html", person=found, roles=roles, cities=city_names(found["cities"]))


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


def _end_others(uow: UnitOfWork) -> None:
    sessions.end_all(uow, actor().id, but=present_session())
