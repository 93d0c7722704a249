"""What can be done with a ticket: ask, sort it to the right desk, answer, close, write again, erase."""

import secrets
from typing import Any

from services.chassis.errors import Conflict, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, search_words
from services.contracts import support as says
from services.support import model
from services.support.neighbours import check_city, city_with

MOST_MESSAGES = 500


def open_ticket(uow: UnitOfWork, body: Document) -> Document:
    """Ask the desk of the city that has the practice asked about, else of the asker's city, else the network's."""
    check_city(uow, body["city"])
    asked = {name: body[name] for name in ("subject", "body", "category", "requester", "practice")}
    ticket = {
        "_id": uow.new_id(),
        **asked,
        "language": body.get("language", uow.language),
        "asked_from": body["city"],
        "city": model.desk_for(body["category"], body["city"], city_with(uow, body["practice"])),
        "secret": secrets.token_urlsafe(24),
        "messages": [],
        "answers": 0,
        "history": [],
        "words": search_words(body["subject"]),
    }
    # Anybody may ask any desk; only its own people read what was asked.
    uow.as_system().add("tickets", _entered(uow, ticket, "new"))
    uow.publish(says.TicketOpened, ticket, dataref=_contact(ticket))
    return ticket


def triage(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Say what a question is about; it goes to the desk that this concerns, also when that is another city's."""
    ticket = uow.get("tickets", id)
    desk = model.desk_for(body["category"], ticket["asked_from"], city_with(uow, body["practice"]))
    ticket.update(body, city=desk)
    return _step(uow, ticket, "triaged")


def move(uow: UnitOfWork, id: str, state: str) -> Document:
    """Note where a ticket stands at the desk."""
    return _step(uow, uow.get("tickets", id), state)


def answer(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Answer; who asked is told where to read it."""
    ticket = uow.get("tickets", id)
    _append(uow, ticket, body, author="desk", organisation=uow.actor.organisation)
    ticket["answers"] += 1
    _step(uow, ticket, "answered")
    uow.publish(says.TicketAnswered, ticket, dataref=_contact(ticket))
    return ticket


def close(uow: UnitOfWork, id: str) -> Document:
    """Close a ticket; who asked is told, and may reopen it."""
    ticket = _step(uow, uow.get("tickets", id), "closed")
    uow.publish(says.TicketClosed, ticket, dataref=_contact(ticket))
    return ticket


def write_again(uow: UnitOfWork, secret: str, body: Document) -> Document:
    """Who asked writes again, by the secret link; this reopens what was answered, closed or waits for them."""
    ticket = by_secret(uow, secret)
    _append(uow, ticket, body, author="requester", organisation=None)
    if not model.may_enter(ticket["state"], "reopened"):
        return uow.as_system().save("tickets", ticket)
    _step(uow, ticket, "reopened")
    uow.publish(says.TicketReopened, ticket, dataref=_contact(ticket))
    return ticket


def erase(uow: UnitOfWork, id: str) -> None:
    """Forget a ticket and who asked; its dataref answers 410 from now on."""
    uow.remove("tickets", uow.get("tickets", id))


def erase_if_old(uow: UnitOfWork, id: str) -> None:
    """Forget a ticket whose time is over, unless somebody wrote to it or erased it in the meantime."""
    if uow.first("tickets", {"_id": id, "updated_at": {"$lt": model.erased_before(uow.now())}}) is not None:
        erase(uow, id)


def by_secret(uow: UnitOfWork, secret: str) -> Document:
    """The ticket that a secret link leads to, to be changed. Raises `NotFound`."""
    found = uow.as_system().first("tickets", {"secret": secret})
    if found is None:
        raise NotFound()
    return uow.as_system().get("tickets", found["_id"])


def _append(uow: UnitOfWork, ticket: Document, body: Document, **author: Any) -> None:
    if len(ticket["messages"]) >= MOST_MESSAGES:
        raise Conflict(_("This question can take no more messages. Ask a new one."))
    language = body.get("language", uow.language)
    message = {**author, "at": uow.now(), "body": body["body"], "language": language}
    ticket["messages"] = [*ticket["messages"], message]


def _step(uow: UnitOfWork, ticket: Document, state: str) -> Document:
    """Take the ticket to `state` and keep it. Raises `Conflict` when that does not follow."""
    if not model.may_enter(ticket["state"], state):
        following = ", ".join(model.NEXT[ticket["state"]])
        raise Conflict(_("Now only this can follow: %(states)s.", states=following))
    # The desk may hand a ticket on to another city, and who asked has no city at all.
    return uow.as_system().save("tickets", _entered(uow, ticket, state))


def _entered(uow: UnitOfWork, ticket: Document, state: str) -> Document:
    step = {"state": state, "at": uow.now(), "by": uow.actor.id}
    ticket.update(state=state, history=[*ticket["history"], step])
    return ticket


def _contact(ticket: Document) -> str:
    return f"/contacts/tickets/{ticket['_id']}"
