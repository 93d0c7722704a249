"""Which events leave a message for the staff of which cities."""

from __future__ import annotations

from typing import Final

from services.chassis.events import Event, Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts import gateway, governance, registry, support, transfers, workshops
from services.notifications.cities import called
from services.notifications.messages.commands import leave_message

reactions = Reactions()

FOR_THE_CITY: Final[dict[type[Event], str]] = {
    support.TicketOpened: "ticket-opened",
    support.TicketReopened: "ticket-reopened",
    workshops.GatheringCancelled: "gathering-cancelled",
    workshops.RoundClosed: "round-closed",
    transfers.TransferDiaryOverdue: "diary-overdue",
    registry.ServiceReviewDue: "service-review-due",
    governance.AgreementExpiring: "agreement-expiring",
    governance.MeetingPlanned: "meeting-planned",
    governance.MeetingCancelled: "meeting-cancelled",
    governance.DecisionOverdue: "decision-overdue",
    registry.ErasureLate: "erasure-late",
}
"""For the staff of the event's own city (None: whoever serves the whole network)."""

FOR_BOTH_CITIES: Final[dict[type[Event], str]] = {
    transfers.TransferOpened: "transfer-opened",
    transfers.TransferAdvanced: "transfer-advanced",
}
"""For the city that takes the practice up and the one that has it."""

KIND_BY_TYPE: Final = {event.type: kind for event, kind in (FOR_THE_CITY | FOR_BOTH_CITIES).items()}
SHOWN: tuple[str, ...] = ("title", "practice_title", "state", "name", "day", "expires_on", "due_on")


@reactions.to(*FOR_THE_CITY)
def tell_the_city(uow: UnitOfWork, event: Received) -> None:
    """One message for the staff of the city."""
    _leave(uow, event, KIND_BY_TYPE[event.type], event.city)


@reactions.to(*FOR_BOTH_CITIES)
def tell_both_cities(uow: UnitOfWork, event: Received) -> None:
    """One message for each of the two cities of a transfer."""
    for city in dict.fromkeys((event.city, event.data["from_city"])):
        _leave(uow, event, KIND_BY_TYPE[event.type], city)


@reactions.to(transfers.DiaryEntryWritten)
def tell_the_donor(uow: UnitOfWork, event: Received) -> None:
    """The city that has the practice hears how it fares elsewhere."""
    _leave(uow, event, "diary-entry-written", event.data["from_city"])


@reactions.to(registry.SearchMatched)
def tell_who_searches(uow: UnitOfWork, event: Received) -> None:
    """Whose saved search it is reads that it finds something new."""
    leave_message(
        uow, id=f"{event.id}.{event.data['owner']}", kind="search-matched", source=event.source, about=event.subject,
        facts={"new": str(event.data["new"])}, city=None, account=event.data["owner"],
    )  # fmt: skip


@reactions.to(gateway.AccountErasedWithPerson)
def tell_who_administers_accounts(uow: UnitOfWork, event: Received) -> None:
    """An account that a colleague of its city took away can be given back."""
    leave_message(
        uow, id=f"{event.id}.network", kind="erasure-took-account", source=event.source, about=event.data["erasure"],
        facts={"cities": called(uow, event.data["cities"])}, city=None,
    )  # fmt: skip


@reactions.to(gateway.CitiesLeftWithoutStaff)
def tell_the_network(uow: UnitOfWork, event: Received) -> None:
    """Nobody of these cities can be told: whoever serves the whole network is."""
    leave_message(
        uow, id=f"{event.id}.network", kind="cities-without-staff", source=event.source, about=event.subject,
        facts={"cities": called(uow, event.data["cities"])}, city=None,
    )  # fmt: skip


def _leave(uow: UnitOfWork, event: Received, kind: str, city: str | None) -> None:
    facts = {name: event.data[name] for name in SHOWN if name in event.data}
    leave_message(
        uow, id=f"{event.id}.{city or 'network'}", kind=kind, source=event.source, about=event.subject,
        facts=facts, city=city,
    )  # fmt: skip
