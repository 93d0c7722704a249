"""How long records are kept: the rules, what would go by one, what has gone; and legal holds on people."""

from __future__ import annotations

from flask import request, url_for

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
    """What would go by a rule; who serves the whole network changes it."""
    path = f"/retention-rules/{id}"
    found = registry().get(path)
    form = RuleForm(found, found.etag) if who().reaches(None) else None
    months = _seen_first(form, found) if form else None
    settled = form if form and not (months or form.failed) else None
    if settled and settled.accept(lambda: registry().patch(path, settled.body(), etag=settled.etag)):
        return done(CHANGED, url_for("staff.retention_rule", id=id))
    return show(
        "registry/retention_rule.html", _("What would go by this rule"), form=form, rule=found, months=months,
        back=(url_for("staff.retention"), _("How long records are kept")),
        page=registry().page(f"{path}/due", months=months, after=request.args.get("after")),
    )  # fmt: skip


def _seen_first(form: RuleForm, found: Found) -> int | None:
    """The months by which the rule would soon take away what stays by the one that is saved: that is seen first."""
    if not form.is_right() or not form.active.data:
        return None
    months: int = form.months.data
    if request.form.get("seen") == str(months) or (found["active"] and months >= found["months"]):
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
