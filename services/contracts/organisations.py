"""What the registry says to the others about organisations: their public sheets."""

from marshmallow import INCLUDE, Schema

from services.chassis.events import Event
from services.chassis.http import fields


class Site(Schema):
    """A place where a service is given."""

    class Meta:
        unknown = INCLUDE  # an older reader must live with what a newer writer adds

    name = fields.Text(allow_none=True)
    address = fields.Text(max=300, allow_none=True)
    postcode = fields.Text(allow_none=True)
    town = fields.Text(required=True)
    country = fields.Country(required=True)
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)


class OwnSite(Site):
    """A place where an organisation works; one of them is its main one."""

    main = fields.Boolean()


class Identifier(Schema):
    """A number of an organisation that anybody can look up in a public register."""

    class Meta:
        unknown = INCLUDE  # an older reader must live with what a newer writer adds

    scheme = fields.Text(required=True)
    country = fields.Country(allow_none=True)
    value = fields.Text(required=True)


class OrganisationFacts(Event):
    """What every event about an organisation tells: its public sheet, without its e-mail address.

    Of one that is a draft or withdrawn nothing is shown to the public. Where `publication` is missing it is published.
    """

    name = fields.Text(required=True)
    short_name = fields.Text(allow_none=True)
    kind = fields.Text(required=True)
    country = fields.Country(required=True)
    seat = fields.Text(allow_none=True)
    description = fields.Translated(max=10_000)
    website = fields.WebAddress(allow_none=True)
    languages = fields.ListOf(fields.Language())
    policy_areas = fields.ListOf(fields.Text())
    legal_name = fields.Text(max=300, allow_none=True)
    target_groups = fields.ListOf(fields.Text())
    identifiers = fields.ListOf(fields.Nested(Identifier))
    sites = fields.ListOf(fields.Nested(OwnSite), max=50)
    parent = fields.Id(allow_none=True)
    successor = fields.Id(allow_none=True)
    publication = fields.OneOf("draft", "published", "withdrawn")
    lat = fields.Degrees(allow_none=True)
    lon = fields.Degrees(allow_none=True)


class OrganisationRegistered(OrganisationFacts):
    """Said when an organisation enters the register. Heard by website (partners page), transfers (names)."""

    type = "eu.learning-cities.registry.organisation.registered.v1"


class OrganisationChanged(OrganisationFacts):
    """Said when the public sheet of an organisation changes. Heard by website, transfers."""

    type = "eu.learning-cities.registry.organisation.changed.v1"


class OrganisationRemoved(Event):
    """Said when an organisation leaves the register; no partnership needs it any more. Heard by website, transfers."""

    type = "eu.learning-cities.registry.organisation.removed.v1"

    successor = fields.Id(allow_none=True)


class OrganisationMerged(Event):
    """Said of who was merged into `survivor`: a duplicate that is no more. Whatever names it means the survivor, until
    it is restored. Heard by website, transfers, support."""

    type = "eu.learning-cities.registry.organisation.merged.v1"

    survivor = fields.Id(required=True)


class OrganisationRestored(OrganisationFacts):
    """Said when a merge was undone: the organisation is itself again. Heard by website, transfers, support."""

    type = "eu.learning-cities.registry.organisation.restored.v1"
