"""What goes out about ideas; they come in by events of workshops only."""

from services.chassis.http import fields
from services.chassis.http.schema import Filters, Shape
from services.contracts.transfers import MEASURE_STATES


class BecameShape(Shape):
    """A measure that an idea became."""

    id = fields.Id()
    plan = fields.Id()
    number = fields.Integer()
    title = fields.Translated()
    state = fields.OneOf(*MEASURE_STATES)


class IdeaShape(Shape):
    """An idea as it came to the plenary of a workshop; votes and rank are empty until a vote is closed."""

    id = fields.Id()
    city = fields.Slug()
    gathering = fields.Id()
    title = fields.Text()
    what = fields.LongText()
    how = fields.LongText()
    who = fields.LongText()
    theme = fields.Text()
    group = fields.Text()
    language = fields.Language()
    votes = fields.Integer()
    rank = fields.Integer()
    top = fields.Boolean()
    measures = fields.ListOf(fields.Nested(BecameShape))


class IdeaFilters(Filters):
    """How a list of ideas can be narrowed."""

    sortable = ("votes", "rank")

    gathering = fields.Id()
    city = fields.Slug()
    top = fields.Boolean()
