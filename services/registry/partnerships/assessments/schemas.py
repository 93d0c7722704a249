"""What comes in and goes out over HTTP about the capacity self-assessment. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Shape
from services.registry.partnerships.assessments import model


class LevelsBody(Body):
    """The level of each dimension, from 1 (nothing there yet) to 5 (others can learn from it)."""

    network_management = fields.Integer(min=model.LEAST, max=model.MOST, required=True)
    participation = fields.Integer(min=model.LEAST, max=model.MOST, required=True)
    monitoring = fields.Integer(min=model.LEAST, max=model.MOST, required=True)
    funding = fields.Integer(min=model.LEAST, max=model.MOST, required=True)


class AssessmentBody(Body):
    """How able the Lead Organisation is at a moment; `day` is today unless it is given."""

    moment = fields.OneOf(*model.MOMENTS, required=True)
    day = fields.IsoDate(allow_none=True)
    levels = fields.Nested(LevelsBody, required=True)
    note = fields.LongText(max=2000, allow_none=True)


class LevelsShape(Shape):
    """A number for each dimension: a level, or how many levels were gained."""

    network_management = fields.Integer()
    participation = fields.Integer()
    monitoring = fields.Integer()
    funding = fields.Integer()


class AssessmentShape(Shape):
    """An assessment as its own city sees it."""

    moment = fields.OneOf(*model.MOMENTS)
    day = fields.IsoDate()
    organisation = fields.Id()
    levels = fields.Nested(LevelsShape)
    note = fields.LongText(allow_none=True)


class CapacityShape(Shape):
    """All assessments of a partnership, and the levels gained from the first to the last (null with less than two)."""

    id = fields.Id()
    assessments = fields.ListOf(fields.Nested(AssessmentShape))
    gained = fields.Nested(LevelsShape, allow_none=True)
