"""The second step of signing in: a code of the app, a recovery code, or setting up what a role needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from gateway.identity.second_factor import begun
from gateway.pages.blueprint import account
from gateway.pages.desk import desk, give_session, session_secret, wanted_page
from gateway.pages.page import ask
from gateway.pages.second_factor.set_up import AppForm, app_page, codes_page
from gateway.pages.second_step.forms import CodeForm, RecoveryCodeForm
from services.chassis.i18n import _
from services.chassis.store import Document
from services.chassis.web.forms import Form

View = Callable[[Document], Response]


def _in_between(step: begun.Step) -> Callable[[View], Callable[[], Response]]:
    """A page for whose password was right just now and whose next step is `step`; others begin at the beginning."""

    def decorate(view: View) -> Callable[[], Response]:
        @wraps(view)
        def guarded() -> Response:
            read = desk().records.read()
            found = begun.account_of(read, session_secret())
            if found is None or begun.step_for(read, found) != step:
                return redirect(url_for("account.sign_in", next=request.args.get("next")), 303)
            return view(found)

        return guarded

    return decorate


@account.route("/second-step", methods=["GET", "POST"])
@_in_between("code")
def second_step(_account: Document) -> Response:
    """The code of the authenticator app."""
    form = CodeForm()
    session = form.accept(lambda: _steps().with_code(form.code.data))
    lost = (url_for("account.recovery_step", next=request.args.get("next")), _("I do not have the device"))
    return _signed_in(session) or _ask(form, [lost])


@account.route("/second-step/recovery-code", methods=["GET", "POST"])
@_in_between("code")
def recovery_step(_account: Document) -> Response:
    """A recovery code instead."""
    form = RecoveryCodeForm()
    session = form.accept(lambda: _steps().with_recovery_code(form.code.data))
    found = (url_for("account.second_step", next=request.args.get("next")), _("I have the device"))
    sentence = _("No recovery code left? Ask whoever administers the accounts to reset your second factor.")
    return _signed_in(session) or _ask(form, [found], [sentence])


@account.route("/second-step/set-up", methods=["GET", "POST"])
@_in_between("set-up")
def set_up_to_sign_in(found: Document) -> Response:
    """Set up the app that a role needs; the session begins with it."""
    form = AppForm(found)
    passed = form.accept(lambda: _steps().by_setting_up(form.sealed, form.code.data))
    if passed:
        session, codes = passed
        return give_session(codes_page(codes, wanted_page()), session)
    intro = [_("Your role needs a second factor. Set it up now: it takes a minute, and you do it once.")]
    return app_page(form, found, intro)


def _steps() -> begun.SecondStep:
    parts = desk()
    return begun.SecondStep(parts.records, parts.limits, parts.own, session_secret() or "", request.user_agent.string)


def _signed_in(session: str | None) -> Response | None:
    return give_session(redirect(wanted_page(), 303), session) if session else None


def _ask(form: Form, links: list[tuple[str, str]], intro: list[str] | None = None) -> Response:
    again = (url_for("account.sign_in", next=request.args.get("next")), _("Sign in as somebody else"))
    return ask(_("Second step"), form, _("Sign in"), intro=intro, links=[*links, again])
