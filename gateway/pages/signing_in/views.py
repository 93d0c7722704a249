"""Signing in and out in a browser."""

from __future__ import annotations

from typing import Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from gateway.identity.sign_in import Attempt
from gateway.identity.sign_in import sign_in as sign_in_with
from gateway.pages.blueprint import account
from gateway.pages.desk import actor, caller_address, desk, give_session, present_session, take_session, wanted_page
from gateway.pages.page import ask
from gateway.pages.signing_in.forms import SignInForm, SignOutForm
from services.chassis.i18n import N_, _
from services.chassis.web import confirmation, redirect_with

NEXT_PAGE: Final = {"code": "account.second_step", "set-up": "account.set_up_to_sign_in"}
SIGNED_OUT = confirmation(N_("You are signed out."))


@account.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response:
    """Address and password; then on to where the person wanted to go."""
    if actor().kind == "person" and request.method == "GET":
        return redirect(wanted_page(), 303)
    form = SignInForm()
    passed = form.accept(lambda: sign_in_with(desk().records, desk().limits, desk().own, _attempt(form)))
    if passed:
        secret, step = passed
        then = wanted_page() if step == "none" else url_for(NEXT_PAGE[step], next=request.args.get("next"))
        return give_session(redirect(then, 303), secret)
    links = [(url_for("account.forgotten_password"), _("I forgot my password"))]
    return ask(_("Sign in"), form, _("Sign in"), links=links)


@account.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> Response:
    """End the session on the server and in the browser."""
    form = SignOutForm()
    if form.accept(lambda: True):
        ended = present_session()
        if ended is not None:
            desk().records.write(lambda uow: uow.discard("sessions", ended))
        return take_session(redirect_with(SIGNED_OUT, url_for("account.sign_in")))
    return ask(_("Sign out"), form, _("Sign out"), intro=[_("Your work is saved. You can sign in again at any time.")])


def _attempt(form: SignInForm) -> Attempt:
    return Attempt(form.email.data, form.password.data, caller_address(), request.user_agent.string)
