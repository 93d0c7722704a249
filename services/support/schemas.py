"""What comes in and goes out about tickets."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.contracts.support import CATEGORIES, TICKET_STATES
from services.support.model import AT_THE_DESK


class RequesterBody(Body):
    """Who asks, and where to write to them."""

    name = fields.Text(max=100, required=True)
    email = fields.Email(required=True)


class TicketBody(Body):
    """A question. `city` is where the asker is; `practice` the one it is about, if any."""

    subject = fields.Text(max=200, required=True)
    body = fields.LongText(max=10_000, required=True)
    category = fields.OneOf(*CATEGORIES, required=True)
    language = fields.Language()
    requester = fields.Nested(RequesterBody, required=True)
    city = fields.Slug(load_default=None, allow_none=True)
    practice = fields.Id(load_default=None, allow_none=True)


class MessageBody(Body):
    """Another message about a ticket."""

    body = fields.LongText(max=10_000, required=True)
    language = fields.Language()


class TriageBody(Body):
    """What a question is really about; the desk follows from it."""

    category = fields.OneOf(*CATEGORIES, required=True)
    practice = fields.Id(load_default=None, allow_none=True)


class StateBody(Body):
    """Where a ticket stands at the desk."""

    state = fields.OneOf(*AT_THE_DESK, required=True)


class MessageShape(Shape):
    """A message, by the desk or by who asked."""

    author = fields.OneOf("desk", "requester")
    organisation = fields.Id()
    at = fields.Instant()
    body = fields.LongText()
    language = fields.Language()


class HistoryShape(Shape):
    """A state that the ticket entered, and when."""

    state = fields.OneOf(*TICKET_STATES)
    at = fields.Instant()
    by = fields.Text()


class WarningShape(Shape):
    """What in a free text seems to name a person: consider taking it out."""

    path = fields.Text()
    message = fields.Text()


class TicketShape(DocumentShape):
    """A ticket in a list; `city` is the desk that answers, empty for the network's own."""

    city = fields.Slug()
    asked_from = fields.Slug()
    subject = fields.Text()
    category = fields.OneOf(*CATEGORIES)
    practice = fields.Id()
    language = fields.Language()
    state = fields.OneOf(*TICKET_STATES)
    answers = fields.Integer()


class WholeTicketShape(TicketShape):
    """A ticket as the desk sees it."""

    body = fields.LongText()
    requester = fields.Nested(RequesterBody)
    messages = fields.ListOf(fields.Nested(MessageShape), max=1000)
    history = fields.ListOf(fields.Nested(HistoryShape), max=1000)
    next_states = fields.ListOf(fields.OneOf(*TICKET_STATES))
    warnings = fields.ListOf(fields.Nested(WarningShape))


class OwnTicketShape(Shape):
    """A ticket as who asked sees it, by the secret link."""

    id = fields.Id()
    created_at = fields.Instant()
    updated_at = fields.Instant()
    subject = fields.Text()
    body = fields.LongText()
    category = fields.OneOf(*CATEGORIES)
    language = fields.Language()
    state = fields.OneOf(*TICKET_STATES)
    messages = fields.ListOf(fields.Nested(MessageShape), max=1000)
    link = fields.WebAddress()
    warnings = fields.ListOf(fields.Nested(WarningShape))


class ContactShape(Shape):
    """Whom to write to about a ticket, and the link to it."""

    name = fields.Text()
    email = fields.Email()
    language = fields.Language()
    link = fields.WebAddress()


class TicketFilters(Filters):
    """How a list of tickets can be narrowed."""

    state = fields.OneOf(*TICKET_STATES)
    category = fields.OneOf(*CATEGORIES)
    city = fields.Slug()
    practice = fields.Id()
