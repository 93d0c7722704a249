"""What comes in and goes out over HTTP about keeping records."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Pages, Shape
from services.registry.retention import model


class RuleBody(Body):
    """How many months, and whether the job applies it."""

    months = fields.Integer(min=model.SHORTEST, max=model.LONGEST)
    active = fields.Boolean()


class RuleShape(Shape):
    """The rule of a kind of record; one that nobody has changed has version 0."""

    id = fields.OneOf(*model.KINDS)
    version = fields.Integer()
    updated_at = fields.Instant(allow_none=True)
    months = fields.Integer()
    active = fields.Boolean()


class RulesShape(Shape):
    """The rules of all kinds."""

    rules = fields.ListOf(fields.Nested(RuleShape))


class DueFilters(Pages):
    """What would go by another number of months than that of the rule."""

    months = fields.Integer(min=model.SHORTEST, max=model.LONGEST, from_text=True)


class DueShape(Shape):
    """A record that would go by the rule."""

    id = fields.Id()
    city = fields.Slug(allow_none=True)
    name = fields.Text(allow_none=True)
    updated_at = fields.Instant()


class RunShape(Shape):
    """A run of a rule that took something away."""

    id = fields.Id()
    created_at = fields.Instant()
    kind = fields.OneOf(*model.KINDS)
    months = fields.Integer()
    number = fields.Integer()
