"""What comes in and goes out over HTTP about organisations. Rules live in model.py."""

from typing import Any

from marshmallow import ValidationError, post_load

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Shape
from services.chassis.i18n import _
from services.registry.directory.model import TARGET_GROUPS
from services.registry.directory.schemas import SiteBody, SiteShape
from services.registry.model import POLICY_AREAS
from services.registry.organisations import model
from services.registry.organisations.identifiers import NotAnIdentifier, in_its_form
from services.registry.schemas import SORTABLE, NearFilters, OriginShape, PlaceBody

MOST_SITES, MOST_IDENTIFIERS = 50, 20


class IdentifierBody(Body):
    """A number by which a register knows an organisation; a tax or register number says of which country it is.

    So may a VAT number, which is then taken as it is written at home, without the letters of its country.
    """

    scheme = fields.OneOf(*model.SCHEMES, required=True)
    country = fields.Country(allow_none=True, load_default=None)
    value = fields.Text(required=True, max=50)

    @post_load
    def in_one_spelling(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Keep the number in the one spelling of its scheme; refuse one that cannot be right."""
        if model.needs_country(data):
            raise ValidationError(_("Say of which country this number is."), "country")
        country = data["country"] if data["scheme"] in model.NATIONAL else None
        try:
            return {**data, "country": country, "value": in_its_form(data["scheme"], data["country"], data["value"])}
        except NotAnIdentifier:
            raise ValidationError(
                _("This is not a right number of its kind. Compare it with the register."), "value"
            ) from None


class IdentifierShape(Shape):
    """An identifier as it is shown."""

    scheme = fields.OneOf(*model.SCHEMES)
    country = fields.Country(allow_none=True)
    value = fields.Text()


class OwnSiteBody(SiteBody):
    """A place where an organisation works; one of them is the main one."""

    main = fields.Boolean(load_default=False)


class OwnSiteShape(SiteShape):
    """A site as it is shown."""

    main = fields.Boolean()


class OrganisationBody(PlaceBody):
    """An organisation as it is written; name, kind and country are enough."""

    name = fields.Text(required=True, max=200)
    legal_name = fields.Text(max=300, allow_none=True)
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
    target_groups = fields.ListOf(fields.OneOf(*TARGET_GROUPS))
    identifiers = fields.ListOf(fields.Nested(IdentifierBody), max=MOST_IDENTIFIERS)
    sites = fields.ListOf(fields.Nested(OwnSiteBody), max=MOST_SITES)
    parent = fields.Id(allow_none=True)
    successor = fields.Id(allow_none=True)
    publication = fields.OneOf(*model.PUBLICATIONS)


class NewOrganisationBody(OrganisationBody):
    """One that is entered; `not_same_as` are those alike that who enters it has looked at: it is none of them."""

    not_same_as = fields.ListOf(fields.Id())


class VerificationBody(Body):
    """What somebody says who has compared an organisation with the registers; `note` says with which."""

    status = fields.OneOf(*model.VERIFICATIONS, required=True)
    note = fields.Text(max=500, allow_none=True, load_default=None)


class VerificationShape(Shape):
    """Whether somebody has compared it with the registers: who, and when."""

    status = fields.OneOf(*model.VERIFICATIONS)
    by = fields.Text(allow_none=True)
    on = fields.Instant(allow_none=True)
    note = fields.Text(allow_none=True)


class OrganisationShape(DocumentShape):
    """An organisation as it is shown."""

    name = fields.Text()
    legal_name = fields.Text(allow_none=True)
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
    target_groups = fields.ListOf(fields.OneOf(*TARGET_GROUPS))
    identifiers = fields.ListOf(fields.Nested(IdentifierShape))
    sites = fields.ListOf(fields.Nested(OwnSiteShape))
    parent = fields.Id(allow_none=True)
    successor = fields.Id(allow_none=True)
    publication = fields.OneOf(*model.PUBLICATIONS)
    verification = fields.Nested(VerificationShape)
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)
    origin = fields.Nested(OriginShape, allow_none=True)


class OrganisationFilters(NearFilters):
    """How a list of organisations can be narrowed; `language` is one that it works in, `identifier` a number of its."""

    sortable = SORTABLE

    kind = fields.OneOf(*model.ORGANISATION_KINDS)
    country = fields.Country()
    city = fields.Slug()
    policy_area = fields.OneOf(*POLICY_AREAS)
    target_group = fields.OneOf(*TARGET_GROUPS)
    identifier = fields.Text(max=50)
    parent = fields.Id()
    verification = fields.OneOf(*model.VERIFICATIONS)
    publication = fields.OneOf(*model.PUBLICATIONS)
    language = fields.Language()
