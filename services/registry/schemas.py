"""What comes in and goes out over HTTP about cities, and what all wings need. Rules live in model.py."""

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as plain

from services.chassis.http import fields
from services.chassis.http.schema import Body, Filters, Shape
from services.chassis.i18n import _
from services.registry import model

SORTABLE = ("name", "created_at", "updated_at")


class PlaceBody(Body):
    """What has a place on the map: WGS 84 degrees, both or none."""

    lat = fields.Number(min=-90, max=90, allow_none=True)
    lon = fields.Degrees(allow_none=True)

    @validates_schema
    def has_a_whole_position(self, data: dict[str, Any], partial: Any, **_options: Any) -> None:
        """Refuse a latitude without a longitude; a change of one alone is judged later, with what is kept."""
        if not partial and not model.position_is_whole(data):
            raise ValidationError(_("Give both latitude and longitude, or neither."), "lat")


class NearFilters(Filters):
    """How a list of what has a place can be narrowed: to `within` kilometres of a point."""

    near = fields.Position()
    within = fields.Integer(min=1, max=model.FARTHEST_KM, load_default=model.USUAL_KM, from_text=True)


class CityBody(PlaceBody):
    """A city as it is written; `names` are what other languages call it, where that differs."""

    name = fields.Text(required=True, max=100)
    names = fields.Translated(max=100)
    country = fields.Country(required=True)
    nuts3 = fields.Text(max=5, allow_none=True)
    role = fields.OneOf(*model.CITY_ROLES, required=True)
    languages = fields.ListOf(fields.Language(), max=20)
    timezone = fields.TimeZone(required=True)


class CityShape(Shape):
    """A city as it is shown; the id is made of its first name and stays."""

    id = fields.Slug()
    version = fields.Integer()
    created_at = fields.Instant()
    updated_at = fields.Instant()
    name = fields.Text()
    names = fields.Translated(max=100)
    country = fields.Country()
    nuts3 = fields.Text(allow_none=True)
    role = fields.OneOf(*model.CITY_ROLES)
    languages = fields.ListOf(fields.Language())
    timezone = fields.TimeZone()
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)


class CityFilters(Filters):
    """How a list of cities can be narrowed."""

    sortable = SORTABLE

    role = fields.OneOf(*model.CITY_ROLES)
    country = fields.Country()


class OriginShape(Shape):
    """The directory that an organisation was imported from, and its identifier there."""

    source = fields.Slug()
    identifier = fields.Text()


class ChangeShape(Shape):
    """One field before and after, in the form in which the object shows it."""

    field = fields.Text()
    before = plain.Raw()
    after = plain.Raw()


class HistoryShape(Shape):
    """Who did what to an object: the fields that changed, and what they were and are where that is still known.

    What a person's fields were is known until the person is erased.
    """

    id = fields.Id()
    at = fields.Instant()
    actor = fields.Text()
    actor_kind = fields.OneOf("person", "client", "service", "anonymous")
    action = fields.OneOf("added", "changed", "removed")
    version = fields.Integer()
    changed = fields.ListOf(fields.Text())
    changes = fields.ListOf(fields.Nested(ChangeShape))
