"""Pairs that may be one: the list, putting two together by hand, saying that they are not the same."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from services.chassis.errors import Forbidden, Invalid
from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form, radios, text
from services.website.clients import Found
from services.website.staff.blueprint import staff
from services.website.staff.cities import all_cities
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.duplicates.sheets import likely
from services.website.staff.registry.lookups import organisation_lookup, organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.words import PAIR_STATES, WHY_NOT_THE_SAME, choices

JUDGED = confirmation(N_("The two stay apart. They are not brought up again."))
REOPENED = confirmation(N_("The pair is open again."))


class NotTheSameForm(Form):
    """Why they are not."""

    reason = radios(N_("Why are they not the same?"), choices=WHY_NOT_THE_SAME)
    note = text(N_("Note"), hint=N_("Everybody in the network can read it. No names of people."), optional=True)


class ByHandForm(Form):
    """The second one."""

    told_at = {"organisations": "other"}

    other = organisation_lookup(N_("Which other organisation is it?"))


@staff.get("/registry/duplicates")
def duplicates() -> Answer:
    """The pairs, the likeliest first; those that nobody has looked at unless another state is asked for."""
    asked: dict[str, Any] = {name: request.args.get(name) for name in ("city", "organisation", "sort")}
    asked["status"] = request.args.get("status", "open")
    of = asked["organisation"]
    return show(
        "registry/duplicates/duplicates.html", _("Organisations that may be in the register twice"), asked=asked,
        page=registry().page("/duplicates", **asked, after=request.args.get("after")), likely=likely,
        cities=all_cities(), states=choices(PAIR_STATES), of=of and (of, organisation_names([of]).get(of, "")),
    )  # fmt: skip


@staff.route("/registry/duplicates/new", methods=["GET", "POST"])
def pair_by_hand() -> Answer:
    """Put an organisation together with another one that somebody takes for the same."""
    found = registry().get(f"/organisations/{request.args.get('organisation', '')}")
    form = ByHandForm()
    made = form.accept(lambda: _together(form, found["id"]))
    if made:
        return redirect(url_for("staff.duplicate", id=made["id"]), 303)
    back = url_for("staff.organisation", id=found["id"]), found["name"]
    return ask(_("It is in the register a second time"), form, _("Compare"), back=back, caption=found["name"])


def _together(form: ByHandForm, id: str) -> Found:
    """The pair. Raises `Invalid`, so that the form stays, where the second one belongs to somebody else."""
    try:
        return registry().post("/duplicates", {"organisations": [id, form.other.data]}, key=form.key)
    except Forbidden as refused:
        told = _("This organisation is not of your city. Ask the network's coordinator to compare the two.")
        raise Invalid({"organisations": [told]}) from refused


@staff.route("/registry/duplicates/<id>/not-the-same", methods=["GET", "POST"])
def not_the_same(id: str) -> Answer:
    """Say why the two are not one."""
    pair = registry().get(f"/duplicates/{id}")
    form = NotTheSameForm()
    if form.accept(lambda: registry().post(f"/duplicates/{id}/not-duplicate", form.body(), key=form.key)):
        return done(JUDGED, url_for("staff.duplicates"))
    return ask(_("They are not the same"), form, _("Save"), back=to_pair(pair), caption=both(pair))


@staff.post("/registry/duplicates/<id>/reopen")
def reopen_pair(id: str) -> Answer:
    """Take that back."""
    registry().post(f"/duplicates/{id}/reopen", key=Form().key)
    return done(REOPENED, url_for("staff.duplicate", id=id))


def both(pair: dict[str, Any]) -> str:
    """What a pair is called."""
    return " – ".join(one["name"] for one in pair["organisations"])


def to_pair(pair: dict[str, Any]) -> Way:
    """The way back to a pair."""
    return url_for("staff.duplicate", id=pair["id"]), _("Both side by side")
