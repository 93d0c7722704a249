"""What comes in and goes out over HTTP about partnerships. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.registry.partnerships import model
from services.registry.partnerships.composition import GROUPS


class MemberBody(Body):
    """An organisation that joins; the lead is not a member that joins, but named by the partnership."""

    organisation = fields.Id(required=True)
    role = fields.OneOf(*model.MEMBER_ROLES, required=True)
    since = fields.IsoDate(allow_none=True)


class PartnershipBody(Body):
    """A partnership as it is formed; `since` is today unless it is given, `selection` how members are chosen."""

    city = fields.Slug(allow_none=True)
    name = fields.Text(required=True, max=200)
    lead_organisation = fields.Id(required=True)
    since = fields.IsoDate(allow_none=True)
    members = fields.ListOf(fields.Nested(MemberBody), max=200)
    selection = fields.Translated(max=3000)


class PartnershipChangeBody(Body):
    """What can be changed of a partnership; its members come and go by their own addresses."""

    name = fields.Text(required=True, max=200)
    lead_organisation = fields.Id(required=True)
    selection = fields.Translated(max=3000)


class LastDayBody(Body):
    """The last day of a mandate or a partnership; today unless it is given."""

    until = fields.IsoDate(allow_none=True)


class MandateShape(Shape):
    """One organisation's time in one role; `until` is the last day, null while it lasts."""

    organisation = fields.Id()
    role = fields.OneOf(*model.ROLES)
    since = fields.IsoDate()
    until = fields.IsoDate(allow_none=True)


class PartnershipShape(DocumentShape):
    """A partnership as it is shown, with the mandates that have ended too."""

    city = fields.Slug()
    name = fields.Text()
    lead_organisation = fields.Id()
    members = fields.ListOf(fields.Nested(MandateShape), max=1000)
    selection = fields.Translated()
    status = fields.OneOf(model.ACTIVE, model.ENDED)
    since = fields.IsoDate()
    until = fields.IsoDate(allow_none=True)


class PartnershipFilters(Filters):
    """How a list of partnerships can be narrowed; `organisation` is or was a member."""

    city = fields.Slug()
    status = fields.OneOf(model.ACTIVE, model.ENDED)
    organisation = fields.Id()


class GroupShape(Shape):
    """One group of the partnership principle and the members that speak for it."""

    group = fields.OneOf(*GROUPS)
    organisations = fields.ListOf(fields.Id(), max=1000)


class CompositionShape(Shape):
    """How a partnership is made up, and which groups nobody in it speaks for."""

    id = fields.Id()
    groups = fields.ListOf(fields.Nested(GroupShape))
    missing = fields.ListOf(fields.OneOf(*GROUPS))
