"""Which events make a mail, of which kind. Rows only: the job sends them."""

from __future__ import annotations

from typing import Any, Final

from services.chassis.actor import Actor
from services.chassis.events import Event, NotYet, Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts import gateway, governance, registry, support, transfers, workshops
from services.notifications.accounts import operators
from services.notifications.mails.commands import queue_mail
from services.notifications.mails.model import row_id
from services.notifications.preferences.queries import wants_mail

reactions = Reactions()

MAILS: Final[dict[type[Event], str]] = {
    workshops.RegistrationPromoted: "registration-promoted",
    workshops.RegistrationCancelled: "registration-cancelled",
    workshops.RegistrationRepeated: "registration-repeated",
    support.TicketOpened: "ticket-received",
    support.TicketAnswered: "ticket-answered",
    support.TicketClosed: "ticket-closed",
    gateway.PasswordResetRequested: "password-reset",
    gateway.AccountInvited: "account-invited",
    gateway.PasswordChanged: "password-changed",
    gateway.SecondFactorChanged: "second-factor-changed",
}
"""Events whose dataref leads to the one person who is told, always with the same kind of mail."""

ANONYMOUS: Final = Actor.anonymous().id

KIND_BY_TYPE: Final = {event.type: kind for event, kind in MAILS.items()}


@reactions.to(*MAILS)
def write_to_who_it_concerns(uow: UnitOfWork, event: Received) -> None:
    """One mail to the holder of the dataref."""
    _queue(uow, event, KIND_BY_TYPE[event.type])


@reactions.to(workshops.RegistrationAccepted)
def confirm_registration(uow: UnitOfWork, event: Received) -> None:
    """A place, or a number on the waiting list."""
    has_place = event.data["status"] == "registered"
    _queue(uow, event, "registration-accepted" if has_place else "registration-waiting")


@reactions.to(workshops.RegistrationInformed)
def tell_of_change(uow: UnitOfWork, event: Received) -> None:
    """The gathering changed or is cancelled; workshops says so once for each registration."""
    _queue(uow, event, "gathering-cancelled" if "cancelled" in event.data["changes"] else "gathering-changed")


@reactions.to(workshops.IdeaSubmitted, workshops.IdeaWithdrawn)
def remember_author(uow: UnitOfWork, event: Received) -> None:
    """Keep where the author of an idea can be reached (an address at workshops, no person)."""
    kept = {"title": event.data["title"], "dataref": event.dataref, "city": event.city}
    uow.project("ideas", event.subject, event.subject_version, kept)


@reactions.to(transfers.PlanDrafted, transfers.PlanChanged)
def remember_plan(uow: UnitOfWork, event: Received) -> None:
    """Keep the title of a plan for the mail about its measures."""
    kept = {"title": event.data["title"], "city": event.city}
    uow.project("plans", event.subject, event.subject_version, kept)


@reactions.to(transfers.MeasureAdded, transfers.MeasureChanged)
def tell_author_of_measure(uow: UnitOfWork, event: Received) -> None:
    """The author of an idea is told, once, that it became a measure: the promise of the whole thread."""
    origin = event.data["origin"]
    if not origin or origin["kind"] != "easw_idea":
        return
    idea = _known(uow, "ideas", origin["id"])
    plan = _known(uow, "plans", event.data["plan"])
    if idea["dataref"] is None:
        return
    facts = {
        "idea": idea["title"], "plan": plan["title"], "measure": event.data["title"], "number": event.data["number"],
    }  # fmt: skip
    queue_mail(
        uow, id=f"{event.subject}.{origin['id']}", kind="idea-became-measure", source="workshops",
        dataref=idea["dataref"], city=event.city, about=event.subject, facts=facts,
    )  # fmt: skip


@reactions.to(registry.SearchMatched)
def tell_who_searches(uow: UnitOfWork, event: Received) -> None:
    """Somebody's saved search finds something new; the page of it tells what."""
    owner = event.data["owner"]
    if not wants_mail(uow, owner, "search-matched"):
        return
    dataref = f"/contacts/accounts/{owner}"
    facts = {"new": event.data["new"], "search": event.subject, "platform": uow.settings.public_url}
    queue_mail(
        uow, id=row_id(event.id, dataref), kind="search-matched", source="gateway", dataref=dataref, city=event.city,
        about=event.subject, facts=facts, account=owner,
    )  # fmt: skip


@reactions.to(governance.AgreementExpiring)
def remind_of_agreement(uow: UnitOfWork, event: Received) -> None:
    """Who noted an agreement is written to before it ends; the staff of the city read of it in their messages."""
    account = event.data.get("noted_by")
    if account is None or not wants_mail(uow, account, "agreement-expiring"):
        return
    dataref = f"/contacts/accounts/{account}"
    facts = {"of": event.data["name"], "partnership": event.data["partnership"], "ends_on": event.data["expires_on"]}
    queue_mail(
        uow, id=row_id(event.id, dataref), kind="agreement-expiring", source="gateway", dataref=dataref,
        city=event.city, about=event.subject, facts={**facts, "platform": uow.settings.public_url}, account=account,
    )  # fmt: skip


@reactions.to(registry.ErasureLate)
def tell_of_late_erasure(uow: UnitOfWork, event: Received) -> None:
    """Who ordered an erasure, and every operator, is written to while a part of the platform has not erased."""
    facts = {
        "receipt": event.subject, "waits_for": ", ".join(event.data["waits_for"]), "platform": uow.settings.public_url,
    }  # fmt: skip
    for account in sorted({event.data["ordered_by"], *operators(uow)} - {event.source}):
        if wants_mail(uow, account, "erasure-late"):
            dataref = f"/contacts/accounts/{account}"
            queue_mail(
                uow, id=row_id(event.id, dataref), kind="erasure-late", source="gateway", dataref=dataref,
                city=event.city, about=event.subject, facts=facts, account=account,
            )  # fmt: skip


def _queue(uow: UnitOfWork, event: Received, kind: str) -> None:
    if event.dataref is None:
        return
    queue_mail(
        uow, id=row_id(event.id, event.dataref), kind=kind, source=event.source, dataref=event.dataref,
        city=event.city, about=event.subject, facts={**event.data, "said_at": event.time},
        unasked=event.actor == ANONYMOUS,
    )  # fmt: skip


def _known(uow: UnitOfWork, name: str, id: str) -> dict[str, Any]:
    found = uow.first(name, {"_id": id})
    if found is None:
        raise NotYet(f"{id} is not among the {name} yet")
    return found
