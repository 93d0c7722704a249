"""What comes in and goes out over HTTP about gatherings."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Filters, Shape
from services.contracts.workshops import EASW_STAGES, METHODS

STATUSES = ("planned", "cancelled", "held")
MOST_PLACES = 1000


class PlaceBody(Body):
    """Where people meet."""

    name = fields.Text(required=True)
    address = fields.Text(max=300, load_default=None, allow_none=True)


class AgendaItemBody(Body):
    """A point of the agenda and when it begins."""

    starts_at = fields.Instant(required=True)
    title = fields.Translated(required=True)


class QuotasBody(Body):
    """Most places for each role group; None or absent where only the capacity limits."""

    residents = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    experts = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    administrators = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    business = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)


class SizesBody(Body):
    """How many people the method works with here; None for no limit. What is left out keeps the method's default."""

    block_below = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    warn_below = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    warn_above = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    block_above = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    block_group_below = fields.Integer(min=0, max=MOST_PLACES, allow_none=True)
    warn_group_ratio = fields.Number(min=1, max=100, allow_none=True)


class GatheringChanges(Body):
    """What may be changed of a gathering. `quotas` and `sizes` change the parts that they name."""

    title = fields.Translated(required=True)
    description = fields.Translated(max=5000, load_default=None, allow_none=True)
    language = fields.Language()
    starts_at = fields.Instant(required=True)
    ends_at = fields.Instant(required=True)
    timezone = fields.TimeZone()
    place = fields.Nested(PlaceBody, load_default=None, allow_none=True)
    agenda = fields.ListOf(fields.Nested(AgendaItemBody), max=60)
    capacity = fields.Integer(required=True, min=1, max=MOST_PLACES)
    quotas = fields.Nested(QuotasBody)
    sizes = fields.Nested(SizesBody)
    published = fields.Boolean(load_default=True)
    illustration = fields.Boolean(load_default=False)


class GatheringBody(GatheringChanges):
    """A gathering to be planned. Time zone and language are the city's unless given; an EASW has a default agenda."""

    city = fields.Slug(required=True)
    method = fields.OneOf(*METHODS, required=True)


class GatheringShape(Shape):
    """A gathering as staff see it."""

    id = fields.Id()
    version = fields.Integer()
    city = fields.Slug()
    method = fields.OneOf(*METHODS)
    title = fields.Translated()
    description = fields.Translated(max=5000, allow_none=True)
    language = fields.Language()
    status = fields.OneOf(*STATUSES)
    stage = fields.OneOf(*EASW_STAGES, allow_none=True)
    starts_at = fields.Instant()
    ends_at = fields.Instant()
    timezone = fields.TimeZone()
    place = fields.Nested(PlaceBody, allow_none=True)
    agenda = fields.ListOf(fields.Nested(AgendaItemBody), max=60)
    capacity = fields.Integer()
    quotas = fields.Nested(QuotasBody)
    sizes = fields.Nested(SizesBody)
    registration_code = fields.Text()
    published = fields.Boolean()
    illustration = fields.Boolean()
    sequence = fields.Integer()
    created_at = fields.Instant()
    updated_at = fields.Instant()


class GatheringFilters(Filters):
    """What the list of gatherings may be asked; `starts_from` and `starts_before` bound the beginning."""

    sortable = ("starts_at", "created_at", "updated_at")

    city = fields.Slug()
    method = fields.OneOf(*METHODS)
    status = fields.OneOf(*STATUSES)
    starts_from = fields.Instant()
    starts_before = fields.Instant()


class FindingShape(Shape):
    """Something that speaks against starting (block) or should be known (warning)."""

    level = fields.OneOf("block", "warning")
    code = fields.Text()
    role_group = fields.Text(allow_none=True)
    message = fields.Text()


class CountsShape(Shape):
    """People by role group."""

    residents = fields.Integer()
    experts = fields.Integer()
    administrators = fields.Integer()
    business = fields.Integer()


class RosterShape(Shape):
    """How many come and wait, by role group, and what that means for the method."""

    gathering = fields.Id()
    capacity = fields.Integer()
    quotas = fields.Nested(QuotasBody)
    registered = fields.Nested(CountsShape)
    waiting = fields.Nested(CountsShape)
    total_registered = fields.Integer()
    total_waiting = fields.Integer()
    places_left = fields.Integer()
    findings = fields.ListOf(fields.Nested(FindingShape))
