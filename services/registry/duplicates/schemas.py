"""What comes in and goes out over HTTP about duplicates. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Asked, Body, DocumentShape, Filters, Shape
from services.registry.duplicates import model
from services.registry.duplicates.likeness import REASONS
from services.registry.organisations.model import ORGANISATION_KINDS


class PairBody(Body):
    """Two organisations that somebody takes for one."""

    organisations = fields.ListOf(fields.Id(), min=2, max=2, required=True)


class JudgementBody(Body):
    """Why two organisations are not one; nothing about people."""

    reason = fields.OneOf(*model.WHY_NOT, load_default=None, allow_none=True)
    note = fields.Text(max=300, load_default=None, allow_none=True)


class MovedShape(Shape):
    """How many things of one kind name the survivor since a merge."""

    kind = fields.Text()
    count = fields.Integer()


class MergeBody(Body):
    """Who stays, what it takes from the other, and the versions of both that somebody has compared."""

    survivor = fields.Id(required=True)
    survivor_version = fields.Integer(min=1, required=True)
    merged_version = fields.Integer(min=1, required=True)
    take = fields.ListOf(fields.Text(max=50), max=50, load_default=list)


class NamedShape(Shape):
    """An organisation of a pair as it was when the pair was found."""

    id = fields.Id()
    name = fields.Text()
    seat = fields.Text(allow_none=True)
    city = fields.Slug(allow_none=True)


class PairShape(DocumentShape):
    """A pair with what speaks for it, from 0 to 1, and what became of it."""

    city = fields.Slug(allow_none=True)
    organisations = fields.ListOf(fields.Nested(NamedShape))
    score = fields.Number()
    reasons = fields.ListOf(fields.OneOf(model.BY_HAND, *REASONS))
    status = fields.OneOf(*model.STATUSES)
    survivor = fields.Id(allow_none=True)
    merged = fields.Id(allow_none=True)
    merged_at = fields.Instant(allow_none=True)
    moved = fields.ListOf(fields.Nested(MovedShape))
    reason = fields.OneOf(*model.WHY_NOT, allow_none=True)
    note = fields.Text(allow_none=True)


class ComparedShape(PairShape):
    """A pair by itself: the fields in which the two differ while it is open, and the end of the days for an undo."""

    differences = fields.ListOf(fields.Text())
    undo_until = fields.Instant(allow_none=True)


class PairFilters(Filters):
    """How a list of pairs can be narrowed."""

    sortable = ("score", "created_at", "updated_at")

    status = fields.OneOf(*model.STATUSES)
    city = fields.Slug()
    organisation = fields.Id()


class SheetFilters(Asked):
    """The sheet of which candidates are asked; the name is enough."""

    name = fields.Text(required=True, max=200)
    short_name = fields.Text(max=100)
    country = fields.Country()
    seat = fields.Text(max=100)
    city = fields.Slug()
    website = fields.WebAddress()


class CandidateShape(Shape):
    """An organisation of the register that may be the same."""

    id = fields.Id()
    name = fields.Text()
    short_name = fields.Text(allow_none=True)
    kind = fields.OneOf(*ORGANISATION_KINDS)
    country = fields.Country()
    city = fields.Slug(allow_none=True)
    seat = fields.Text(allow_none=True)
    score = fields.Number()
    reasons = fields.ListOf(fields.OneOf(*REASONS))
