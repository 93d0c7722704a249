"""The vote: opening it, the facilitator's screen and the wall while it is open, the results afterwards."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from services.chassis.i18n import N_, _
from services.chassis.web import confirmation
from services.chassis.web.forms import Form
from services.website.clients import Found
from services.website.public.names import ROLE_GROUPS
from services.website.staff.blueprint import staff
from services.website.staff.page import Answer, done, show
from services.website.staff.words import choices
from services.website.staff.workshops.forms import RoundForm
from services.website.staff.workshops.gatherings import is_mine, title_of, workshops

OPENED = confirmation(N_("The vote is open. Show the short code on the wall."))
CLOSED = confirmation(N_("The vote is closed and counted."))

USUAL = {
    "votes_per_participant": 5,
    "max_votes_per_idea_per_person": 1,
    "top_ideas": 5,
    "walk_in_seats": 0,
    "allow_own_group": True,
}


@staff.route("/gatherings/<id>/rounds", methods=["GET", "POST"])
def rounds(id: str) -> Answer:
    """All votes of the workshop, and opening another one."""
    gathering = workshops().get(f"/gatherings/{id}")
    form = RoundForm(USUAL)
    made = form.accept(lambda: workshops().post(f"/gatherings/{id}/rounds", form.body(), key=form.key))
    if made:
        return done(OPENED, url_for("staff.round", id=id, round=made["id"]))
    listed = workshops().all(f"/gatherings/{id}/rounds")
    return show(
        "workshops/rounds.html", _("The vote"), back=_to(gathering), caption=title_of(gathering), form=form,
        gathering=gathering, rounds=listed, plenary=workshops().all(f"/gatherings/{id}/ideas", status="submitted"),
        can_open=is_mine(gathering) and gathering["stage"] in ("ideas_submitted", "voting_closed"),
    )  # fmt: skip


@staff.get("/gatherings/<id>/rounds/<round>")
def round(id: str, round: str) -> Answer:
    """The facilitator's screen while the vote is open, its results once it is closed."""
    gathering = workshops().get(f"/gatherings/{id}")
    found = workshops().get(f"/gatherings/{id}/rounds/{round}")
    back = (url_for("staff.rounds", id=id), _("The vote"))
    template = "workshops/room.html" if found["status"] == "open" else "workshops/results.html"
    title = _("The vote is open") if found["status"] == "open" else _("Results of the vote")
    return show(template, title, back=back, caption=title_of(gathering), **_facts(gathering, found))


@staff.get("/gatherings/<id>/rounds/<round>/turnout")
def turnout(id: str, round: str) -> Answer:
    """The part of the screen that refreshes by itself."""
    gathering = workshops().get(f"/gatherings/{id}")
    found = workshops().get(f"/gatherings/{id}/rounds/{round}")
    return show("workshops/turnout.html", "", **_facts(gathering, found))


@staff.get("/gatherings/<id>/rounds/<round>/wall")
def wall(id: str, round: str) -> Answer:
    """The page for the wall: code and QR while the vote is open, then the ranking."""
    gathering = workshops().get(f"/gatherings/{id}")
    found = workshops().get(f"/gatherings/{id}/rounds/{round}")
    return show("workshops/wall.html", title_of(gathering), **_facts(gathering, found))


@staff.post("/gatherings/<id>/rounds/<round>/close")
def close_round(id: str, round: str) -> Answer:
    """Close and count; from then on no ballot can be traced to anybody."""
    workshops().post(f"/gatherings/{id}/rounds/{round}/close", key=Form().key)
    return done(CLOSED, url_for("staff.round", id=id, round=round))


def _facts(gathering: Found, found: Found) -> dict[str, Any]:
    code, id = found["code"], gathering["id"]
    address = url_for("public.voter", code=code, lang=gathering["language"])
    return {
        "gathering": gathering,
        "round": found,
        "turnout": workshops().get(f"/gatherings/{id}/rounds/{found['id']}/turnout"),
        "groups": choices(ROLE_GROUPS),
        "column_heads": [{"text": name, "numeric": True} for _code, name in choices(ROLE_GROUPS)],
        "address": address.lstrip("/"),
        "qr": _qr,
        "form": Form(),
        "mine": is_mine(gathering),
    }


def _qr(address: str) -> Markup:
    """An address as a QR code to be scanned, drawn by our own server."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(border=1, omitsize=True)
    return Markup(drawn)  # noqa: S704  made by segno of an address of ours  # nosec B704


def _to(gathering: dict[str, Any]) -> tuple[str, str]:
    return url_for("staff.gathering", id=gathering["id"]), title_of(gathering)
