"""What comes in and goes out over HTTP about decisions. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters
from services.registry.partnerships.decisions import model


class DecisionChangeBody(Body):
    """The words of a decision, and who does it by when."""

    title = fields.Text(required=True)
    detail = fields.LongText(max=5000, allow_none=True)
    responsible = fields.Id(allow_none=True)
    due_on = fields.IsoDate(allow_none=True)


class DecisionBody(DecisionChangeBody):
    """A decision of a meeting; a vote is told with its counts. Who is `interested` in it stepped back."""

    meeting = fields.Id(required=True)
    method = fields.OneOf(*model.METHODS, required=True)
    votes_for = fields.Integer(min=0, max=10_000, allow_none=True)
    votes_against = fields.Integer(min=0, max=10_000, allow_none=True)
    abstentions = fields.Integer(min=0, max=10_000, allow_none=True)
    interested = fields.ListOf(fields.Id(), max=1000)


class ClosingBody(Body):
    """Whether it was done or will not be, and what is to be said about that."""

    status = fields.OneOf(*model.CLOSED, required=True)
    note = fields.Text(allow_none=True)


class DecisionShape(DocumentShape):
    """A decision as its own city sees it."""

    partnership = fields.Id()
    meeting = fields.Id()
    decided_on = fields.IsoDate()
    title = fields.Text()
    detail = fields.LongText(allow_none=True)
    method = fields.OneOf(*model.METHODS)
    votes_for = fields.Integer(allow_none=True)
    votes_against = fields.Integer(allow_none=True)
    abstentions = fields.Integer(allow_none=True)
    interested = fields.ListOf(fields.Id(), allow_none=True)
    outcome = fields.OneOf(*model.OUTCOMES)
    responsible = fields.Id(allow_none=True)
    due_on = fields.IsoDate(allow_none=True)
    status = fields.OneOf(*model.STATUSES)
    closed_on = fields.IsoDate(allow_none=True)
    closing_note = fields.Text(allow_none=True)
    published = fields.Boolean()


class DecisionFilters(Filters):
    """How the register can be narrowed and ordered."""

    sortable = ("decided_on", "due_on", "created_at", "updated_at")

    status = fields.OneOf(*model.STATUSES)
    meeting = fields.Id()
    responsible = fields.Id()
