"""What comes in and goes out over HTTP about meetings. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Changes, DocumentShape, Shape
from services.registry.partnerships.meetings import model


class MeetingBody(Body):
    """A meeting as it is planned; of the whole partnership unless a table is named. The time is the city's."""

    title = fields.Text(required=True)
    table = fields.Id(allow_none=True)
    day = fields.IsoDate(required=True)
    time = fields.Text(max=5, allow_none=True)
    place = fields.Text(max=300, allow_none=True)
    agenda = fields.ListOf(fields.Text(max=300))


class MeetingChangeBody(MeetingBody):
    """What can be changed of a meeting; its minutes once it has taken place."""

    minutes = fields.LongText(max=30_000, allow_none=True)


class AttendanceBody(Body):
    """The organisations that were there, and how many people besides of none of them; never names of people."""

    present = fields.ListOf(fields.Id(), max=500, required=True)
    guests = fields.Integer(min=0, max=10_000, allow_none=True)


class QuorumShape(Shape):
    """How many may vote, how many of them are needed (more than `percent` per cent) and how many were there."""

    percent = fields.Integer()
    entitled = fields.Integer()
    needed = fields.Integer()
    present = fields.Integer()
    reached = fields.Boolean()


class MeetingShape(DocumentShape):
    """A meeting as its own city sees it; `quorum` is null until it is noted who was there."""

    partnership = fields.Id()
    title = fields.Text()
    table = fields.Id(allow_none=True)
    day = fields.IsoDate()
    time = fields.Text(allow_none=True)
    place = fields.Text(max=300, allow_none=True)
    agenda = fields.ListOf(fields.Text(max=300))
    status = fields.OneOf(*model.STATUSES)
    present = fields.ListOf(fields.Id(), max=500)
    guests = fields.Integer()
    quorum = fields.Nested(QuorumShape, allow_none=True)
    minutes = fields.LongText(max=30_000, allow_none=True)
    minutes_status = fields.OneOf(*model.MINUTES)
    approved_on = fields.IsoDate(allow_none=True)
    published = fields.Boolean()


class MeetingFilters(Changes):
    """How a list of meetings can be narrowed; its order is that of their days, the newest first."""

    status = fields.OneOf(*model.STATUSES)
    table = fields.Id()
