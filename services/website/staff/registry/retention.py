"""How long records are kept: the rules, what would go by one, what has gone; and legal holds on people."""

from __future__ import annotations

from flask import redirect, request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, checkbox, integer, text
from services.website.clients import Found
from services.website.staff.blueprint import staff, who
from services.website.staff.page import Answer, ask, done, show
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.people import to_person

CHANGED = confirmation(N_("The rule was changed."))
HELD = confirmation(N_("The legal hold was noted: this person cannot be erased."))
RELEASED = confirmation(N_("The legal hold has ended."))


class RuleForm(Form):
    """How many months, and whether it is applied."""

    months = integer(N_("Months after the last change"), width=3)
    active = checkbox(N_("Take away by itself what is older"), optional=True)


class HoldForm(Form):
    """Why somebody may not be erased."""

    reason = text(N_("Why?"), hint=N_("For example “lawsuit”. Name nobody."))


@staff.get("/registry/retention")
def retention() -> Answer:
    """Every rule, and what went by them."""
    return show(
        "registry/retention.html", _("How long records are kept"), back=(url_for("staff.people"), _("People")),
        rules=registry().get("/retention-rules")["rules"],
        page=registry().page("/retention-runs", after=request.args.get("after")),
    )  # fmt: skip


@staff.route("/registry/retention/<id>", methods=["GET", "POST"])
def retention_rule(id: str) -> Answer:
    """What would go by a rule, or by ?months=; who serves the whole network changes it."""
    found, months = registry().get(f"/retention-rules/{id}"), request.args.get("months", type=int)
    form = _form(found, months) if who().reaches(None) else None
    changed = _changed(form, found, months) if form else None
    if changed:
        return changed
    return show(
        "registry/retention_rule.html", _("What would go by this rule"), form=form, rule=found, months=months,
        back=(url_for("staff.retention"), _("How long records are kept")),
        page=registry().page(f"/retention-rules/{id}/due", months=months, after=request.args.get("after")),
    )  # fmt: skip


def _form(found: Found, months: int | None) -> RuleForm:
    return RuleForm({**found, "months": months, "active": True} if months else found, found.etag)


def _changed(form: RuleForm, found: Found, seen: int | None) -> Answer | None:
    """Where a change leads: what it would soon take away is seen before it is saved."""
    more = _takes_more(form, found)
    if more and more != seen:
        return redirect(url_for("staff.retention_rule", id=found["id"], months=more), 303)
    path = f"/retention-rules/{found['id']}"
    saved = None if form.failed else form.accept(lambda: registry().patch(path, form.body(), etag=form.etag))
    return done(CHANGED, url_for("staff.retention_rule", id=found["id"])) if saved else None


def _takes_more(form: RuleForm, found: Found) -> int | None:
    """The months by which the rule would soon take away what stays by the one that is saved."""
    if not form.is_right() or not form.active.data:
        return None
    months: int = form.months.data
    if found["active"] and months >= found["months"]:
        return None
    due = form.attempt(lambda: registry().page(f"/retention-rules/{found['id']}/due", months=months, limit=1))
    return months if due and due["items"] else None


@staff.route("/registry/people/<id>/hold", methods=["GET", "POST"])
def hold_person(id: str) -> Answer:
    """Keep somebody from being erased."""
    found, form = registry().get(f"/people/{id}"), HoldForm()
    if form.accept(lambda: registry().post(f"/people/{id}/hold", form.body(), key=form.key)):
        return done(HELD, to_person(found)[0])
    return ask(
        _("Put under a legal hold"), form, _("Save"), back=to_person(found), caption=to_person(found)[1],
        intro=_("Until you release it, nobody can erase this person, and no rule does."),
    )  # fmt: skip


@staff.route("/registry/people/<id>/release", methods=["GET", "POST"])
def release_person(id: str) -> Answer:
    """Let them be erased again."""
    found, form = registry().get(f"/people/{id}"), Form()
    if form.accept(lambda: registry().post(f"/people/{id}/release", key=form.key)):
        return done(RELEASED, to_person(found)[0])
    return ask(
        _("End the legal hold?"), form, _("End it"), back=to_person(found), caption=to_person(found)[1],
        intro=_("From then on the person can be erased, and the rules apply again."),
    )  # fmt: skip
