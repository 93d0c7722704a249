"""What comes in and goes out over HTTP about organisations. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Shape
from services.registry.model import POLICY_AREAS
from services.registry.organisations import model
from services.registry.schemas import SORTABLE, NearFilters, OriginShape, PlaceBody


class OrganisationBody(PlaceBody):
    """An organisation as it is written; name, kind and country are enough."""

    name = fields.Text(required=True, max=200)
    short_name = fields.Text(max=100, allow_none=True)
    kind = fields.OneOf(*model.ORGANISATION_KINDS, required=True)
    country = fields.Country(required=True)
    city = fields.Slug(allow_none=True)
    seat = fields.Text(max=100, allow_none=True)
    description = fields.Translated(max=2000)
    website = fields.WebAddress(allow_none=True)
    email = fields.Email(allow_none=True)
    languages = fields.ListOf(fields.Language(), max=50)
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))


class OrganisationShape(Shape):
    """An organisation as it is shown."""

    id = fields.Id()
    version = fields.Integer()
    created_at = fields.Instant()
    updated_at = fields.Instant()
    name = fields.Text()
    short_name = fields.Text(allow_none=True)
    kind = fields.OneOf(*model.ORGANISATION_KINDS)
    country = fields.Country()
    city = fields.Slug(allow_none=True)
    seat = fields.Text(allow_none=True)
    description = fields.Translated(max=2000)
    website = fields.WebAddress(allow_none=True)
    email = fields.Email(allow_none=True)
    languages = fields.ListOf(fields.Language())
    policy_areas = fields.ListOf(fields.OneOf(*POLICY_AREAS))
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)
    origin = fields.Nested(OriginShape, allow_none=True)


class OrganisationFilters(NearFilters):
    """How a list of organisations can be narrowed; `language` is one that it works in."""

    sortable = SORTABLE

    kind = fields.OneOf(*model.ORGANISATION_KINDS)
    country = fields.Country()
    city = fields.Slug()
    policy_area = fields.OneOf(*POLICY_AREAS)
    language = fields.Language()
