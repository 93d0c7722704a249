"""What comes in and goes out over HTTP about thematic tables."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape
from services.registry.model import POLICY_AREAS


class TableBody(Body):
    """A thematic table of a partnership; `members` and `chair` are members of the partnership."""

    name = fields.Text(required=True)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    purpose = fields.LongText(max=2000, allow_none=True)
    members = fields.ListOf(fields.Id(), max=200)
    chair = fields.Id(allow_none=True)
    since = fields.IsoDate(allow_none=True)
    until = fields.IsoDate(allow_none=True)


class TableShape(DocumentShape):
    """A thematic table as it is shown; `until` is its last day, null while it works."""

    partnership = fields.Id()
    name = fields.Text()
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    purpose = fields.LongText(allow_none=True)
    members = fields.ListOf(fields.Id(), max=200)
    chair = fields.Id(allow_none=True)
    since = fields.IsoDate()
    until = fields.IsoDate(allow_none=True)
