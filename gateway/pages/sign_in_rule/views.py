"""Which roles need a second factor."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from gateway.api.schemas import SecondFactorRuleBody
from gateway.identity.second_factor import rule
from gateway.pages.blueprint import account
from gateway.pages.checked import checked_body
from gateway.pages.desk import actor, desk, needing
from gateway.pages.page import ask
from gateway.pages.sign_in_rule.forms import RuleForm
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.chassis.web import confirmation, redirect_with

CHANGED = confirmation(N_("The rule was changed. Whoever needs a second factor and has none was signed out."))


@account.route("/sign-in-rule", methods=["GET", "POST"])
@needing("gateway:write")
def sign_in_rule() -> Response:
    """Choose the roles."""
    form = RuleForm(rule.kept(desk().records.read()))
    if form.accept(lambda: desk().records.write(lambda uow: _change(uow, form), actor())):
        return redirect_with(CHANGED, url_for("account.sign_in_rule"))
    intro = [_("A second factor keeps out whoever has only stolen a password. It is wise for all who work here.")]
    return ask(_("Who needs a second factor"), form, _("Save"), intro=intro)


def _change(uow: UnitOfWork, form: RuleForm) -> Document:
    return rule.change(uow, checked_body(SecondFactorRuleBody, {"roles": form.roles.data or []})["roles"])
