"""The state machine of a ticket, which desk answers it, and how long it is kept. No storage, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

AT_THE_DESK = ("triaged", "assigned", "waiting_requester", "waiting_expert")

NEXT: Mapping[str, tuple[str, ...]] = {
    "new": ("triaged", "assigned", "answered", "closed"),
    "triaged": (*AT_THE_DESK, "answered", "closed"),
    "assigned": (*AT_THE_DESK, "answered", "closed"),
    "waiting_requester": ("assigned", "waiting_expert", "answered", "closed", "reopened"),
    "waiting_expert": ("assigned", "waiting_requester", "answered", "closed"),
    "answered": ("answered", "closed", "reopened"),
    "closed": ("reopened",),
    "reopened": (*AT_THE_DESK, "answered", "closed"),
}
"""Who asked reopens; every other step is the desk's."""

KEPT_FOR = timedelta(days=730)
"""Enquiries are erased 24 months after the last thing that happened to them."""


def may_enter(state: str, following: str) -> bool:
    """Whether a ticket may go from `state` to `following`."""
    return following in NEXT[state]


def desk_for(category: str, asked_from: str | None, donor_city: str | None) -> str | None:
    """The city whose desk answers: the one that has the practice asked about, else the asker's; None: the network's."""
    return donor_city if category == "practice" and donor_city else asked_from


def erased_before(now: datetime) -> datetime:
    """Tickets that nothing happened to since this instant are to be erased."""
    return now - KEPT_FOR
