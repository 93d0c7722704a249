"""The start page: one card a room, with what waits there. A room whose service is down says so, the others stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for

from services.chassis.errors import Problem
from services.chassis.i18n import N_, _
from services.website.clients import api
from services.website.staff.blueprint import now, staff, who
from services.website.staff.page import Answer, show

Facts = dict[str, Any] | None


@staff.get("/")
def home() -> Answer:
    """What there is to do, room by room."""
    rooms = {name: _facts_of(scope, read) for name, (scope, read) in ROOMS.items()}
    return show("home/home.html", _("Good day, %(name)s", name=who().name), rooms=rooms, actions=_actions())


def _facts_of(scope: str, read: Callable[[], dict[str, Any]]) -> Facts:
    """What a room says: None for who may not enter it, {} when its service does not answer."""
    if not who().may(scope):
        return None
    try:
        return read()
    except Problem:
        return {}


def _gatherings() -> dict[str, Any]:
    page = api("workshops").page(
        "/gatherings", status="planned", starts_from=now().isoformat(), sort="starts_at", limit=4
    )
    return {"next": page["items"]}


def _transfers() -> dict[str, Any]:
    under_way = [one for one in api("transfers").page("/transfers", limit=50)["items"] if one["diary_due_on"]]
    late = [one for one in under_way if one["diary_due_on"] < now().date().isoformat()]
    return {"under_way": under_way[:4], "late": late}


def _plans() -> dict[str, Any]:
    return {"plans": api("transfers").page("/plans", limit=4)["items"]}


def _tickets() -> dict[str, Any]:
    waiting = [api("support").page("/tickets", state=state, limit=4)["items"] for state in ("new", "reopened")]
    return {"waiting": [ticket for tickets in waiting for ticket in tickets][:4]}


def _messages() -> dict[str, Any]:
    return {"unread": api("notifications").page("/messages", unread=True, limit=4)["items"]}


ROOMS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "gatherings": ("workshops:read", _gatherings),
    "transfers": ("transfers:read", _transfers),
    "plans": ("transfers:read", _plans),
    "tickets": ("support:read", _tickets),
    "messages": ("notifications:read", _messages),
}
ACTIONS = (
    ("workshops:write", N_("Plan a gathering"), "staff.plan_gathering"),
    ("transfers:write", N_("Turn an idea into a measure"), "staff.voted_ideas"),
    ("registry:write", N_("Add an organisation"), "staff.add_organisation"),
    ("registry:write", N_("Import a list"), "staff.new_list_import"),
    ("transfers:write", N_("Propose a transfer"), "staff.open_transfer"),
    ("support:write", N_("Ask the support desk"), "staff.open_ticket"),
    ("operator:read", N_("See how the services are doing"), "staff.operation"),
)


def _actions() -> list[tuple[str, str]]:
    return [(_(name), url_for(page)) for scope, name, page in ACTIONS if who().may(scope)]
