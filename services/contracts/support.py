"""What support says to the other services about tickets.

Thin by intent: subject, body and answers are free text that may name a person, so they stay with us. Who
asked is read when somebody writes to them, at the event's dataref `/contacts/tickets/<id>`: {"name", "email",
"language", "link"}, or 410 once erased. The city of the envelope is the desk that answers; None is the
network's own desk.
"""

from services.chassis.events import Event
from services.chassis.http import fields
from services.contracts.erasure import ErasureDone

CATEGORIES = ("method", "practice", "funding", "legal", "technical", "integration")
TICKET_STATES = (
    "new",
    "triaged",
    "assigned",
    "waiting_requester",
    "waiting_expert",
    "answered",
    "closed",
    "reopened",
)


class TicketFacts(Event):
    """What every event about a ticket tells."""

    category = fields.OneOf(*CATEGORIES, required=True)
    language = fields.Language(required=True)
    state = fields.OneOf(*TICKET_STATES, required=True)
    practice = fields.Id(required=True, allow_none=True)
    asked_from = fields.Slug(required=True, allow_none=True)
    answers = fields.Integer(required=True)


class TicketOpened(TicketFacts):
    """Said when somebody asks the support desk. Heard by notifications: asker and desk are told."""

    type = "eu.learning-cities.support.ticket.opened.v1"


class TicketAnswered(TicketFacts):
    """Said when the desk answers. Heard by notifications: the asker is told where to read it."""

    type = "eu.learning-cities.support.ticket.answered.v1"


class TicketClosed(TicketFacts):
    """Said when a ticket is closed. Heard by notifications: the asker is told, and how to reopen it."""

    type = "eu.learning-cities.support.ticket.closed.v1"


class TicketReopened(TicketFacts):
    """Said when the asker is not done. Heard by notifications: the desk is told."""

    type = "eu.learning-cities.support.ticket.reopened.v1"


class PersonErasureDone(ErasureDone):
    """Said when the tickets of a person erased by the registry are gone. Heard by registry, for its receipt."""

    type = "eu.learning-cities.support.person.erasure_done.v1"
