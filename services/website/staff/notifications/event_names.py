"""What the events that a webhook can take are called, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from services.chassis.i18n import N_, _

PREFIX: Final = "eu.learning-cities."

GROUPS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "network": (N_("Network"), {
        "registry.city.registered.v1": N_("A city joined the network"),
        "registry.city.changed.v1": N_("A city was changed"),
        "registry.organisation.registered.v1": N_("An organisation was added"),
        "registry.organisation.changed.v1": N_("An organisation was changed"),
        "registry.organisation.merged.v1": N_("Two organisations became one"),
        "registry.organisation.restored.v1": N_("An organisation is back, because a merge was undone"),
        "registry.organisation.removed.v1": N_("An organisation was removed"),
        "registry.service.listed.v1": N_("A service came into the directory"),
        "registry.service.changed.v1": N_("A service was changed"),
        "registry.service.review_due.v1": N_("A service is to be confirmed again"),
        "registry.service.removed.v1": N_("A service was taken out of the directory"),
        "registry.search.matched.v1": N_("A saved search found something new"),
    }),
    "people": (N_("People and accounts"), {
        "registry.person.registered.v1": N_("A person was noted"),
        "registry.person.changed.v1": N_("A person was changed"),
        "registry.person.erased.v1": N_("A person was erased"),
        "workshops.person.erasure_done.v1": N_("The gatherings have erased a person"),
        "support.person.erasure_done.v1": N_("The support desk has erased a person"),
        "notifications.person.erasure_done.v1": N_("The messages have erased a person"),
        "gateway.person.erasure_done.v1": N_("The accounts have erased a person"),
        "registry.erasure.late.v1": N_("The erasure of a person is late"),
        "gateway.account.invited.v1": N_("Somebody was invited to an account"),
        "gateway.account.password_reset_requested.v1": N_("Somebody asked for a new password"),
        "gateway.account.password_changed.v1": N_("A password was changed"),
        "gateway.account.second_factor_changed.v1": N_("A second factor was changed"),
        "gateway.account.erased.v1": N_("An account was erased"),
        "gateway.account.erased_with_person.v1": N_("An account was erased with the data of its owner"),
        "gateway.account.last_of_cities_erased.v1": N_("Cities have lost their last account"),
        "gateway.access.changed.v1": N_("An account or an API client may do other things than before"),
    }),
    "partnerships": (N_("Partnerships"), {
        "registry.partnership.formed.v1": N_("A partnership was formed"),
        "registry.partnership.changed.v1": N_("A partnership was changed"),
        "registry.partnership.ended.v1": N_("A partnership ended"),
        "registry.agreement.expiring.v1": N_("An agreement ends soon"),
        "registry.table.opened.v1": N_("A thematic table was opened"),
        "registry.table.changed.v1": N_("A thematic table was changed"),
        "registry.meeting.planned.v1": N_("A meeting was planned"),
        "registry.meeting.cancelled.v1": N_("A meeting was cancelled"),
        "registry.minutes.published.v1": N_("Minutes were published"),
        "registry.minutes.withdrawn.v1": N_("Minutes were taken back"),
        "registry.decision.published.v1": N_("A decision was published"),
        "registry.decision.withdrawn.v1": N_("A decision was taken back"),
        "registry.decision.overdue.v1": N_("A decision was not carried out in time"),
    }),
    "gatherings": (N_("Gatherings"), {
        "workshops.gathering.planned.v1": N_("A gathering was planned"),
        "workshops.gathering.changed.v1": N_("A gathering was changed"),
        "workshops.gathering.cancelled.v1": N_("A gathering was cancelled"),
        "workshops.registration.accepted.v1": N_("Somebody registered"),
        "workshops.registration.repeated.v1": N_("Somebody registered once more"),
        "workshops.registration.promoted.v1": N_("Somebody on the waiting list got a place"),
        "workshops.registration.informed.v1": N_("Somebody registered is told of a change"),
        "workshops.registration.cancelled.v1": N_("A registration was cancelled"),
        "workshops.round.opened.v1": N_("A vote was opened"),
        "workshops.round.closed.v1": N_("A vote was closed"),
        "workshops.idea.submitted.v1": N_("An idea was handed on"),
        "workshops.idea.withdrawn.v1": N_("An idea was withdrawn"),
    }),
    "transfers": (N_("Practices, transfers, Action Plans"), {
        "transfers.practice.published.v1": N_("A practice was published"),
        "transfers.practice.changed.v1": N_("A practice was changed"),
        "transfers.transfer.opened.v1": N_("A transfer began"),
        "transfers.transfer.advanced.v1": N_("A transfer reached its next stage"),
        "transfers.transfer.changed.v1": N_("A transfer was changed"),
        "transfers.transfer.diary_overdue.v1": N_("The diary of a transfer is overdue"),
        "transfers.diary_entry.written.v1": N_("The diary of a transfer has a new entry"),
        "transfers.plan.drafted.v1": N_("An Action Plan was begun"),
        "transfers.plan.changed.v1": N_("An Action Plan was changed"),
        "transfers.measure.added.v1": N_("A measure was added"),
        "transfers.measure.changed.v1": N_("A measure was changed"),
    }),
    "support": (N_("Support desk and messages"), {
        "support.ticket.opened.v1": N_("A question came in"),
        "support.ticket.answered.v1": N_("A question was answered"),
        "support.ticket.closed.v1": N_("A question was closed"),
        "support.ticket.reopened.v1": N_("A question was opened again"),
        "notifications.webhook.disabled.v1": N_("A webhook was switched off"),
        "notifications.mail.failed.v1": N_("An e-mail could not be delivered"),
    }),
}  # fmt: skip
"""By the name of the group: its title, and its events by their type without the prefix."""

_NAMES: Final = {PREFIX + type: name for _title, events in GROUPS.values() for type, name in events.items()}


def event_name(type: str) -> str:
    """An event in words; the type itself for one that is newer than this table."""
    return _(_NAMES[type]) if type in _NAMES else type


def in_order(types: Iterable[str]) -> list[str]:
    """Events in the order of this table, newer ones last."""
    places = {type: place for place, type in enumerate(_NAMES)}
    return sorted(types, key=lambda type: places.get(type, len(places)))


def group_of(type: str) -> str:
    """The group of an event; one that is newer than this table is of the network."""
    return next((name for name, (_title, events) in GROUPS.items() if type.removeprefix(PREFIX) in events), "network")
