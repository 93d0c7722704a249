"""What support says to the other services about tickets.

Thin by intent: subject, body and answers are free text that may name a person, so they stay with us. Who asked is
read at the moment of writing to them from the event's dataref, `/contacts/tickets/<id>` ->
{"name", "email", "language", "link"} (410 once erased). The city of the envelope is the desk that answers; None is
the network's own desk.
"""

from services.chassis.events import Event
from services.chassis.http import fields

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


class TicketOpened(Event):
    """Said when somebody asks the support desk. Heard by notifications: the asker gets the link, the desk is told."""

    type = "eu.learning-cities.support.ticket.opened.v1"
    category = fields.OneOf(*CATEGORIES, required=True)
    language = fields.Language(required=True)
    state = fields.OneOf(*TICKET_STATES, required=True)
    practice = fields.Id(required=True, allow_none=True)
    asked_from = fields.Slug(required=True, allow_none=True)
    answers = fields.Integer(required=True)


class TicketAnswered(TicketOpened):
    """Said when the desk answers. Heard by notifications: the asker is told where to read it."""

    type = "eu.learning-cities.support.ticket.answered.v1"


class TicketClosed(TicketOpened):
    """Said when a ticket is closed. Heard by notifications: the asker is told, and how to reopen it."""

    type = "eu.learning-cities.support.ticket.closed.v1"


class TicketReopened(TicketOpened):
    """Said when the asker is not done. Heard by notifications: the desk is told."""

    type = "eu.learning-cities.support.ticket.reopened.v1"
