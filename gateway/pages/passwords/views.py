"""Choosing a password: by a mailed link, or by the present one."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from gateway.identity import accounts, resets
from gateway.identity.secrets import kept_of
from gateway.identity.sign_in import check_present_password
from gateway.pages.blueprint import account
from gateway.pages.desk import actor, caller_address, desk, for_people, give_session, renew_session
from gateway.pages.page import ask, tell
from gateway.pages.passwords.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import UnitOfWork
from services.chassis.web import confirmation, redirect_with

CHOSEN = confirmation(N_("Your password is set. Sign in with it."))
CHANGED = confirmation(N_("Your password was changed. You were signed out everywhere else."))


@account.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> Response:
    """Ask for a link; the answer is the same whether or not there is an account."""
    form = ForgottenForm()
    if form.accept(lambda: _send_link(form.email.data)):
        return redirect(url_for("account.link_sent"), 303)
    intro = [_("We send you a link by which you can choose a new password.")]
    return ask(_("Forgotten password"), form, _("Send the link"), intro=intro, back=_to_sign_in())


@account.get("/forgotten-password/sent")
def link_sent() -> Response:
    """What happens next."""
    sentences = [
        _(
            "If there is an account with this address, an e-mail with a link is on its way. "
            "The link works for a short time."
        ),
        _("Nothing after ten minutes? Look in your spam folder, or ask for the link again."),
    ]
    return tell(_("Check your e-mail"), sentences, links=[_to_sign_in()])


@account.route("/new-password", methods=["GET", "POST"])
def new_password() -> Response:
    """Choose a password by the link that was mailed."""
    token, form = request.args.get("token", ""), NewPasswordForm()
    try:
        resets.account_of_token(desk().records.read(), token)
    except Invalid as problem:
        again = (url_for("account.forgotten_password"), _("Ask for a new link"))
        return tell(_("This link no longer works"), list(problem.errors["_"]), links=[again])
    if form.accept(lambda: desk().records.write(lambda uow: resets.use(uow, token, form.password.data))):
        return redirect_with(CHOSEN, url_for("account.sign_in"))
    return ask(_("Choose a password"), form, _("Set the password"))


@account.route("/password", methods=["GET", "POST"])
@for_people
def change_password() -> Response:
    """Choose another password; every other session ends."""
    form = ChangePasswordForm()
    secret = form.accept(lambda: _change(form.present.data, form.password.data))
    if secret:
        return give_session(redirect_with(CHANGED, url_for("account.overview")), secret)
    return ask(_("Change your password"), form, _("Change the password"))


def _send_link(email: str) -> bool:
    """Have a link mailed if there is an account; as much is written if there is none, so that it takes as long."""
    desk().limits.spend("reset_address", caller_address())
    desk().limits.spend("reset", kept_of(accounts.folded_email(email)))
    desk().records.write(lambda uow: resets.request_for(uow, email, desk().own.reset_valid))
    return True


def _change(present: str, wanted: str) -> str:
    """The secret of a new session, for the old ones end with the old password."""
    check_present_password(desk().records, desk().limits, actor().id, present)
    return desk().records.write(lambda uow: _set(uow, wanted))


def _set(uow: UnitOfWork, wanted: str) -> str:
    found = uow.get("accounts", actor().id)
    accounts.set_password(uow, found, wanted)
    return renew_session(uow, found)


def _to_sign_in() -> tuple[str, str]:
    return url_for("account.sign_in"), _("Sign in")
