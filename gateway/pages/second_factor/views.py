"""One's second factor at a glance, an authenticator app, recovery codes. Each change takes the password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import url_for
from werkzeug.wrappers import Response

from gateway.identity.second_factor import kept, recovery, rule
from gateway.identity.sign_in import check_present_password
from gateway.pages.blueprint import account
from gateway.pages.desk import actor, desk, for_people, give_session, renew_session
from gateway.pages.page import ask
from gateway.pages.second_factor.forms import PasswordForm
from gateway.pages.second_factor.set_up import OwnAppForm, app_page, codes_page
from services.chassis.errors import NotFound
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.chassis.web import confirmation, redirect_with, shown

Result = TypeVar("Result")
REMOVED = confirmation(N_("Removed. You were signed out everywhere else."))


@account.get("/second-factor")
@for_people
def second_factor() -> Response:
    """What is set up, and when it was last used."""
    read = desk().records.read()
    mine = read.get("accounts", actor().id)
    found = {one["kind"]: one for one in kept.of_account(read, mine["_id"])}
    needed = rule.is_needed(read, mine)
    return shown("account/second_factor/overview.html", person=mine, app=found.get(kept.APP), needed=needed)


@account.route("/second-factor/app", methods=["GET", "POST"])
@for_people
def set_up_app() -> Response:
    """Set up an authenticator app."""
    mine = desk().records.read().get("accounts", actor().id)
    form = OwnAppForm(mine)
    done = form.accept(lambda: _add_app(form))
    if done:
        codes, session = done
        return give_session(codes_page(codes, url_for("account.second_factor")), session)
    return app_page(form, mine, [], _to_overview())


@account.route("/second-factor/app/remove", methods=["GET", "POST"])
@for_people
def remove_app() -> Response:
    """Take the authenticator app away."""
    if not any(one["kind"] == kept.APP for one in kept.of_account(desk().records.read(), actor().id)):
        raise NotFound()
    form = PasswordForm()
    session = form.accept(lambda: _after_password(form, _remove))
    if session:
        return give_session(redirect_with(REMOVED, url_for("account.second_factor")), session)
    intro = [_("From then on your password alone opens your account. Your recovery codes no longer work.")]
    return ask(_("Remove the authenticator app"), form, _("Remove"), intro=intro, back=_to_overview(), warning=True)


@account.route("/second-factor/recovery-codes", methods=["GET", "POST"])
@for_people
def recovery_codes() -> Response:
    """Make ten new recovery codes."""
    form = PasswordForm()
    codes = form.accept(lambda: _change_codes(form))
    if codes:
        return codes_page(codes, url_for("account.second_factor"))
    intro = [_("You get ten new codes, and the earlier ones no longer work.")]
    return ask(_("New recovery codes"), form, _("Make the codes"), intro=intro, back=_to_overview())


def _after_password(form: PasswordForm | OwnAppForm, work: Callable[[UnitOfWork, Document], Result]) -> Result:
    """Do `work` on one's own account, as oneself, once the password was right."""
    check_present_password(desk().records, desk().limits, actor().id, form.present.data)
    return desk().records.write(lambda uow: work(uow, uow.as_system().get("accounts", actor().id)), actor())


def _add_app(form: OwnAppForm) -> tuple[list[str], str]:
    fresh = recovery.new_codes()

    def work(uow: UnitOfWork, mine: Document) -> tuple[list[str], str]:
        codes = kept.add_app(uow, mine, form.sealed, form.code.data, fresh)
        return codes, renew_session(uow, mine)

    return _after_password(form, work)


def _change_codes(form: PasswordForm) -> list[str]:
    fresh = recovery.new_codes()
    return _after_password(form, lambda uow, mine: kept.change_codes(uow, mine, fresh))


def _remove(uow: UnitOfWork, mine: Document) -> str:
    kept.remove(uow, mine, f"{mine['_id']}.{kept.APP}")
    return renew_session(uow, mine)


def _to_overview() -> tuple[str, str]:
    return url_for("account.second_factor"), _("Second factor")
