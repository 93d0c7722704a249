"""Two side by side: choosing line by line, checking what comes of it, merging, and taking a merge back."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from services.chassis.errors import Conflict, Stale
from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form
from services.website.clients import Found
from services.website.staff.blueprint import now, staff, who
from services.website.staff.cities import zone_of
from services.website.staff.page import Answer, Way, ask, done, show
from services.website.staff.registry.duplicates.choices import Choice, Compared, choice_form, chosen, chosen_in
from services.website.staff.registry.duplicates.sheets import likely, lines
from services.website.staff.registry.duplicates.views import both, to_pair
from services.website.staff.registry.history.said import when_and_who
from services.website.staff.registry.organisations import registry

MERGED = confirmation(N_("The two are one now."))
UNDONE = confirmation(N_("The merge is undone. Both are in the register again."))
CHANGED_SINCE = N_("One of the two was changed in the meantime. Look at both once more.")


@staff.route("/registry/duplicates/<id>", methods=["GET", "POST"])
def duplicate(id: str) -> Answer:
    """An open pair side by side, with what there is to choose; one that was judged with what became of it."""
    pair = registry().get(f"/duplicates/{id}")
    if pair["status"] != "open":
        return _judged(pair)
    compared = _compared(pair)
    form = choice_form(compared, request.args)
    choice = form.accept(lambda: _as_seen(form, compared))
    if choice:
        return redirect(url_for("staff.check_merge", id=id, **_query(choice, compared)), 303)
    return show(
        "registry/duplicates/pair.html", both(pair), back=_to_list(), form=form, compared=compared, pair=pair,
        likely=likely, caption=_("Are these two the same?"), mine=_mine(pair),
        since=_(CHANGED_SINCE) if request.args.get("seen", compared.seen) != compared.seen else "",
    )  # fmt: skip


def _judged(pair: Found) -> Answer:
    """A pair that is not open: what was moved, or why they are not the same."""
    undoable = pair["undo_until"] is not None and pair["undo_until"] > now().isoformat()
    judgement = next(iter(registry().page(f"/duplicates/{pair['id']}/history", limit=1)["items"]), None)
    return show(
        "registry/duplicates/judged.html", both(pair), back=_to_list(), pair=pair, form=Form(), mine=_mine(pair),
        names={one["id"]: one["name"] for one in pair["organisations"]}, undoable=undoable,
        on_entry=judgement and judgement["action"] == "added",
        judged=judgement and when_and_who(judgement, zone_of(pair["city"])),
    )  # fmt: skip


@staff.route("/registry/duplicates/<id>/check", methods=["GET", "POST"])
def check_merge(id: str) -> Answer:
    """What the one that stays will say, before anything happens."""
    pair = registry().get(f"/duplicates/{id}")
    if pair["status"] != "open":
        return redirect(url_for("staff.duplicate", id=id), 303)
    compared, form = _compared(pair), Form()
    choice = chosen_in(request.args, compared)
    if choice is None:
        return redirect(url_for("staff.duplicate", id=id, **_kept()), 303)
    if form.accept(lambda: _merge(form, choice, compared)):
        return done(MERGED, url_for("staff.duplicate", id=id))
    change = url_for("staff.duplicate", id=id, **_query(choice, compared))
    return show(
        "registry/duplicates/check.html", _("Check before you merge"), back=to_pair(pair), form=form, choice=choice,
        compared=compared, change=change, caption=both(pair), stays=compared.sheet(choice.survivor),
        goes=compared.other(choice.survivor),
    )  # fmt: skip


@staff.route("/registry/duplicates/<id>/undo", methods=["GET", "POST"])
def undo_merge(id: str) -> Answer:
    """A page that says what undoing a merge does, then does it."""
    pair, form = registry().get(f"/duplicates/{id}"), Form()
    if form.accept(lambda: registry().post(f"/duplicates/{id}/undo", key=form.key)):
        return done(UNDONE, url_for("staff.duplicate", id=id))
    return ask(
        _("Undo the merge?"), form, _("Undo the merge"), back=to_pair(pair), caption=both(pair),
        intro=_("Both are in the register again, and what named the one that went names it again. What somebody has "
                "changed since stays as it is."),
    )  # fmt: skip


def _compared(pair: Found) -> Compared:
    one, other = (registry().get(f"/organisations/{each['id']}") for each in pair["organisations"])
    return Compared(pair, (one, other), lines(one, other, pair["differences"]))


def _as_seen(form: Form, compared: Compared) -> Choice:
    """The choice, if both are still as they were shown. Raises `Conflict`."""
    if form.etag != compared.seen:
        form.etag = compared.seen
        raise Conflict(_(CHANGED_SINCE))
    return chosen(form)


def _merge(form: Form, choice: Choice, compared: Compared) -> Found:
    if request.args.get("seen") != compared.seen:
        raise Conflict(_(CHANGED_SINCE))
    try:
        return registry().post(f"/duplicates/{compared.pair['id']}/merge", choice.body(compared), key=form.key)
    except Stale as stale:
        raise Conflict(_(CHANGED_SINCE)) from stale


def _query(choice: Choice, compared: Compared) -> dict[str, Any]:
    return dict(choice.query(compared))


def _kept() -> dict[str, Any]:
    return dict(request.args)


def _mine(pair: Found) -> bool:
    return who().may("registry:write") and who().reaches(pair["city"])


def _to_list() -> Way:
    return url_for("staff.duplicates"), _("Duplicates")
