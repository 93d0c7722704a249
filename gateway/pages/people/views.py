"""Accounts: the list, a new one, one of them, changing it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from gateway.api.schemas import AccountBody, AccountChangeBody, AccountFilters
from gateway.identity import accounts, resets, sessions
from gateway.identity.roles import ROLES
from gateway.pages.blueprint import account
from gateway.pages.checked import checked_body, list_query
from gateway.pages.cities import city_names
from gateway.pages.desk import actor, desk, needing
from gateway.pages.page import ask
from gateway.pages.people.forms import STATUSES, AccountChangeForm, AccountForm
from services.chassis.http.schema import Body
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.chassis.store.unit_of_work import etag
from services.chassis.web import confirmation, redirect_with, shown
from services.chassis.web.forms import Form

MADE = confirmation(N_("The account was made, and a link to choose a password is on its way."))
CHANGED = confirmation(N_("The account was changed."))
INVITED = confirmation(N_("Another link to choose a password is on its way."))
SECOND_FACTOR_RESET = confirmation(N_("The second factor was reset, and the person is told by e-mail."))
SIGNED_OUT = confirmation(N_("All sessions of the account were ended."))


@account.get("/people")
@needing("gateway:read")
def people() -> Response:
    """Accounts by name, searched and filtered."""
    query = list_query(AccountFilters)
    wanted = {field: query[name] for name, field in (("role", "roles"), ("status", "status")) if name in query}
    read = desk().records.read(actor())
    page = read.page("accounts", query, filter=wanted, search=["words"], sort_by=("name", "_id"))
    titles = {role: _(facts.title) for role, facts in ROLES.items()}
    statuses = {status: _(title) for status, title in STATUSES.items()}
    return shown("account/people/list.html", people=page, query=query, titles=titles, statuses=statuses)


@account.route("/people/new", methods=["GET", "POST"])
@needing("gateway:write")
def new_person() -> Response:
    """Make an account."""
    form = AccountForm()
    made = form.accept(lambda: desk().records.write(lambda uow: _make(uow, form), actor()))
    if made:
        return redirect_with(MADE, url_for("account.person", id=made["_id"]))
    return ask(_("New account"), form, _("Make the account"), back=(url_for("account.people"), _("Accounts")))


@account.get("/people/<id>")
@needing("gateway:read")
def person(id: str) -> Response:
    """One account, and what can be done with it."""
    found = desk().records.read(actor()).get("accounts", id)
    open_sessions = sessions.of_account(desk().records.read(), id, desk().own.session_idle)
    roles = [_(ROLES[role].title) for role in found["roles"]]
    facts: dict[str, Any] = {
        "person": found,
        "roles": roles,
        "sessions": open_sessions,
        "statuses": STATUSES,
        "cities": city_names(found["cities"]),
    }
    return shown("account/people/show.html", doing=Form(), **facts)


@account.route("/people/<id>/change", methods=["GET", "POST"])
@needing("gateway:write")
def change_person(id: str) -> Response:
    """Change an account."""
    saved = desk().records.read(actor()).get("accounts", id)
    form = AccountChangeForm(saved, etag(saved))
    if form.accept(lambda: desk().records.write(lambda uow: _change(uow, id, form), actor())):
        return redirect_with(CHANGED, url_for("account.person", id=id))
    back = (url_for("account.person", id=id), saved["name"])
    return ask(_("Change the account"), form, _("Save"), back=back)


@account.post("/people/<id>/invite")
@needing("gateway:write")
def invite_person(id: str) -> Response:
    """Send the link to choose a password once more."""
    valid = desk().own.invitation_valid
    desk().records.write(lambda uow: resets.invite(uow, uow.get("accounts", id), valid), actor())
    return redirect_with(INVITED, url_for("account.person", id=id))


@account.post("/people/<id>/sign-out")
@needing("gateway:write")
def sign_person_out(id: str) -> Response:
    """End every session of the account."""
    desk().records.read(actor()).get("accounts", id)
    desk().records.write(lambda uow: sessions.end_all(uow, id))
    desk().records.note("signed-out", "accounts", {"_id": id}, actor())
    return redirect_with(SIGNED_OUT, url_for("account.person", id=id))


@account.post("/people/<id>/reset-second-factor")
@needing("gateway:write")
def reset_second_factor(id: str) -> Response:
    """Take the second factors from somebody who lost them."""
    desk().records.write(lambda uow: accounts.reset_second_factor(uow, uow.get("accounts", id)), actor())
    return redirect_with(SECOND_FACTOR_RESET, url_for("account.person", id=id))


def _make(uow: UnitOfWork, form: Form) -> Document:
    made = accounts.add_account(uow, _sent(AccountBody, form))
    resets.invite(uow, made, desk().own.invitation_valid)
    return made


def _change(uow: UnitOfWork, id: str, form: Form) -> Document:
    uow.if_match = request.form.get("etag")
    return accounts.change_account(uow, uow.get("accounts", id), _sent(AccountChangeBody, form))


def _sent(schema: type[Body], form: Form) -> Document:
    return checked_body(schema, form.body() | {"cities": form.cities.data or []})
