"""What comes in and goes out over HTTP about services. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Shape
from services.chassis.i18n import N_
from services.registry.directory import model
from services.registry.model import POLICY_AREAS
from services.registry.schemas import NearFilters, OriginShape, PlaceBody

MOST_PLACES = 20


class SiteBody(PlaceBody):
    """A place where the service is given; the whole address, or as much of it as is known."""

    name = fields.Text(max=200, allow_none=True, load_default=None)
    address = fields.Text(max=300, allow_none=True, load_default=None)
    postcode = fields.Text(max=20, allow_none=True, load_default=None)
    town = fields.Text(required=True, max=100, error_messages={"null": N_("An address needs its town.")})
    country = fields.Country(required=True, error_messages={"null": N_("An address needs its country.")})
    lat = fields.Number(min=-90, max=90, allow_none=True, load_default=None)
    lon = fields.Degrees(allow_none=True, load_default=None)


class SiteShape(Shape):
    """A place as it is shown."""

    name = fields.Text(allow_none=True)
    address = fields.Text(allow_none=True)
    postcode = fields.Text(allow_none=True)
    town = fields.Text()
    country = fields.Country()
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)


class ServiceBody(Body):
    """A service as it is written; its organisation and its name are enough.

    `assurer` (a word of HSDS) is the person of the register who answers for it, `review_months` how often it is to
    be confirmed.
    """

    organisation = fields.Id(required=True)
    city = fields.Slug(allow_none=True)
    name = fields.Translated(required=True)
    description = fields.Translated(max=4000, allow_none=True)
    themes = fields.ListOf(fields.OneOf(*model.THEMES))
    target_groups = fields.ListOf(fields.OneOf(*model.TARGET_GROUPS))
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    languages = fields.ListOf(fields.Language(), max=50)
    eligibility = fields.Translated(max=1000, allow_none=True)
    how_to_apply = fields.Translated(max=1000, allow_none=True)
    cost = fields.Translated(max=500, allow_none=True)
    documents = fields.Translated(max=1000, allow_none=True)
    hours = fields.Translated(max=500, allow_none=True)
    places = fields.ListOf(fields.Nested(SiteBody), max=MOST_PLACES)
    website = fields.WebAddress(allow_none=True)
    email = fields.Email(allow_none=True)
    phone = fields.Phone(allow_none=True)
    status = fields.OneOf(*model.STATUSES)
    takes_referrals = fields.Boolean()
    free_places = fields.Integer(min=0, max=100_000, allow_none=True)
    assurer = fields.Id(allow_none=True)
    review_months = fields.Integer(min=1, max=model.MOST_REVIEW_MONTHS)


class ServiceShape(DocumentShape):
    """A service as it is shown, with the day of its last confirmation and that on which the next is due."""

    organisation = fields.Id()
    city = fields.Slug(allow_none=True)
    name = fields.Translated()
    description = fields.Translated(max=4000, allow_none=True)
    themes = fields.ListOf(fields.OneOf(*model.THEMES))
    target_groups = fields.ListOf(fields.OneOf(*model.TARGET_GROUPS))
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    languages = fields.ListOf(fields.Language())
    eligibility = fields.Translated(max=1000, allow_none=True)
    how_to_apply = fields.Translated(max=1000, allow_none=True)
    cost = fields.Translated(max=500, allow_none=True)
    documents = fields.Translated(max=1000, allow_none=True)
    hours = fields.Translated(max=500, allow_none=True)
    places = fields.ListOf(fields.Nested(SiteShape), max=MOST_PLACES)
    website = fields.WebAddress(allow_none=True)
    email = fields.Email(allow_none=True)
    phone = fields.Text(allow_none=True)
    status = fields.OneOf(*model.STATUSES)
    takes_referrals = fields.Boolean()
    free_places = fields.Integer(allow_none=True)
    assurer = fields.Id(allow_none=True)
    review_months = fields.Integer()
    reviewed_on = fields.IsoDate()
    review_due_on = fields.IsoDate()
    origin = fields.Nested(OriginShape, allow_none=True)


class ServiceFilters(NearFilters):
    """How a list of services can be narrowed; `language` is one in which it is given, `open_places` leaves out what is
    closed, takes no referrals or is full.
    """

    sortable = ("name", "review_due_on", "created_at", "updated_at")

    city = fields.Slug()
    organisation = fields.Id()
    theme = fields.OneOf(*model.THEMES)
    target_group = fields.OneOf(*model.TARGET_GROUPS)
    policy_area = fields.OneOf(*POLICY_AREAS)
    language = fields.Language()
    status = fields.OneOf(*model.STATUSES)
    takes_referrals = fields.Boolean()
    open_places = fields.Boolean()
