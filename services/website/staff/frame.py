"""What stands around a staff page: the rooms that the person may enter. Elsewhere the public frame stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import g, request, url_for

from services.chassis.i18n import N_, _, current_language
from services.chassis.web import Frame, Link

ROOMS = (
    ("registry:read", N_("Network"), "staff.organisations", "registry"),
    ("workshops:read", N_("Gatherings"), "staff.gatherings", "gatherings"),
    ("transfers:read", N_("Practices"), "staff.practices", "practices"),
    ("transfers:read", N_("Transfers"), "staff.transfers", "transfers"),
    ("transfers:read", N_("Action Plans"), "staff.plans", "plans"),
    ("support:read", N_("Support desk"), "staff.tickets", "tickets"),
    ("notifications:read", N_("Messages"), "staff.messages", "messages"),
    ("operator:read", N_("Operation"), "staff.operation", "operation"),
)
"""Each room: the scope it needs, its name, its first page, and its part of the address."""

REGISTRY = (
    (N_("Organisations"), "staff.organisations"),
    (N_("Services"), "staff.services"),
    (N_("Partnerships"), "staff.partnerships"),
    (N_("Stakeholders"), "staff.stakeholders"),
    (N_("People"), "staff.people"),
    (N_("Cities"), "staff.cities"),
    (N_("Duplicates"), "staff.duplicates"),
    (N_("Imports"), "staff.imports"),
    (N_("Saved searches"), "staff.searches"),
)
MESSAGES = (
    (N_("Messages"), "staff.messages"),
    (N_("What I am told"), "staff.preferences"),
    (N_("Webhooks"), "staff.webhooks"),
    (N_("E-mails"), "staff.mails"),
)


def frame(public: Callable[[], Frame]) -> Frame:
    """The frame of the page being shown; `public` gives that of all pages which are not for staff."""
    if not is_staff_page():
        return public()
    room = request.path.split("/", 4)[3]
    return replace(
        public(),
        home=url_for("staff.home"),
        navigation=[Link(_("Start"), url_for("staff.home"), exact=True), *rooms()],
        section=_section(room),
        section_label=_("In this room"),
        account=[Link(g.actor.name or _("Your account"), f"/{current_language()}/account/")],
    )


def is_staff_page() -> bool:
    """Whether the page being shown is one for staff, and somebody is signed in."""
    parts = request.path.split("/", 3)
    return len(parts) > 2 and parts[2] == "staff" and g.actor.kind != "anonymous"


def rooms() -> list[Link]:
    """The rooms that the person may enter."""
    return [
        Link(_(name), url_for(page), under=f"{url_for('staff.home')}{part}")
        for scope, name, page, part in ROOMS
        if g.actor.may(scope)
    ]


def _section(room: str) -> list[Link]:
    tables = {"registry": REGISTRY, "messages": MESSAGES}
    return [Link(_(name), url_for(page)) for name, page in tables.get(room.split("/")[0], ())]
