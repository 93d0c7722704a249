"""What a message says: one sentence a kind, made in the reader's language at the moment of reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.chassis.formats import format_date
from services.chassis.i18n import N_, _
from services.notifications.wording import city_said, said

SENTENCES: Final = {
    "ticket-opened": N_("A new question has reached the support desk."),
    "ticket-reopened": N_("A question that was closed is open again."),
    "gathering-cancelled": N_("“%(title)s” was cancelled. Everybody who was registered is being told."),
    "round-closed": N_("A vote is over; its results are ready."),
    "transfer-opened": N_("A transfer of the practice “%(practice_title)s” was opened."),
    "transfer-advanced": N_("The transfer of the practice “%(practice_title)s” has a new state: %(state)s."),
    "diary-overdue": N_("Nothing was written in the diary of the transfer “%(practice_title)s” for 90 days."),
    "diary-entry-written": N_("The city that takes up your practice has written in the diary of the transfer."),
    "service-review-due": N_("Is the service “%(name)s” of the directory still right? Confirm or change it."),
    "agreement-expiring": N_("The agreement of “%(name)s” ends on %(expires_on)s. Renew it and note the new one."),
    "meeting-planned": N_("“%(name)s” meets on %(day)s: %(title)s."),
    "meeting-cancelled": N_("The meeting “%(title)s” of %(day)s was cancelled."),
    "decision-overdue": N_("The decision “%(title)s” was to be carried out by %(due_on)s and is still open."),
    "erasure-late": N_("Somebody was erased some minutes ago, and not every part of the platform has erased them yet."),
    "search-matched": N_("One of your saved searches finds something new (%(new)s)."),
    "erasure-took-account": N_(
        "An account that works in %(cities)s was erased with the data of its owner, by somebody who administers no "
        "accounts. If that was a mistake, invite the person again."
    ),
    "cities-without-staff": N_("The last account that could change the register was erased in: %(cities)s."),
    "webhook-disabled": N_("The webhook %(host)s was switched off, because nothing could be delivered to it."),
}
DAYS: Final = ("day", "expires_on", "due_on")
"""Facts that are days: written as the reader writes them."""
FOR_A_REASON: Final = {
    "access": N_("The webhook %(host)s is paused: its owner may no longer read what it delivers."),
}
"""What is said instead of the sentence of the kind where `reason` is among the facts."""

TRANSFER_STATES: Final = {
    "proposed": N_("Proposed"),
    "screened": N_("Screened"),
    "understanding": N_("Understanding"),
    "adapting": N_("Adapting"),
    "re_using": N_("Trying it out"),
    "embedded": N_("Part of everyday work"),
    "partly_embedded": N_("Partly in everyday work"),
    "abandoned": N_("Given up"),
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a message of `kind` about `facts`, in the reader's language."""
    values = {name: said(value) for name, value in facts.items() if isinstance(value, str | Mapping)}
    if isinstance(cities := facts.get("cities"), list):
        values["cities"] = ", ".join(city_said(city) for city in cities)
    said_of = FOR_A_REASON.get(values.get("reason", ""), SENTENCES[kind])
    values |= {name: format_date(values[name]) for name in DAYS if name in values}
    state = TRANSFER_STATES.get(str(facts.get("state")))
    return _(said_of, **values | {"state": _(state) if state else "–"})
