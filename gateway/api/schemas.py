"""What comes in and goes out over the gateway's API. Secrets are in no shape but the one that shows them once."""

from __future__ import annotations

from gateway.identity.accounts import ACTIVE, DISABLED
from gateway.identity.roles import ROLES, SCOPES
from gateway.identity.second_factor.kept import KINDS
from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.chassis.i18n import LANGUAGES

MOST_OVERLAP_HOURS = 24 * 30


class AccountBody(Body):
    """An account as it is made; the person is sent a link to choose a password."""

    email = fields.Email(required=True)
    name = fields.Text(required=True, max=200)
    language = fields.OneOf(*LANGUAGES, required=True)
    organisation = fields.Id(allow_none=True)
    roles = fields.ListOf(fields.OneOf(*ROLES), required=True, max=len(ROLES))
    cities = fields.ListOf(fields.Slug(), max=100)


class AccountChangeBody(AccountBody):
    """An account as it is changed."""

    status = fields.OneOf(ACTIVE, DISABLED)


class SecondFactorRuleBody(Body):
    """Which roles need a second factor."""

    roles = fields.ListOf(fields.OneOf(*ROLES), required=True, max=len(ROLES))


class LanguageBody(Body):
    """What a person may change of their own account."""

    language = fields.OneOf(*LANGUAGES, required=True)


class AccountShape(DocumentShape):
    """An account as it is shown."""

    email = fields.Email()
    name = fields.Text()
    language = fields.Language()
    organisation = fields.Id()
    roles = fields.ListOf(fields.OneOf(*ROLES))
    cities = fields.ListOf(fields.Slug())
    status = fields.OneOf(ACTIVE, DISABLED)
    second_factors = fields.ListOf(fields.OneOf(*KINDS))


class AccountFilters(Filters):
    """How a list of accounts can be narrowed."""

    sortable = ("name", "created_at", "updated_at")

    role = fields.OneOf(*ROLES)
    status = fields.OneOf(ACTIVE, DISABLED)
    city_of_work = fields.Slug()


class SeenSessionShape(Shape):
    """A session as others may see it: not by what it could be ended."""

    browser = fields.Text()
    created_at = fields.Instant()
    seen_at = fields.Instant()
    ends_at = fields.Instant()


class SessionShape(SeenSessionShape):
    """A session as it is shown to the person themselves and to who administers accounts."""

    id = fields.Text()


class MineShape(Shape):
    """Who asks, as the platform knows them."""

    id = fields.Id()
    kind = fields.Text()
    name = fields.Text()
    language = fields.Language()
    organisation = fields.Id()
    roles = fields.ListOf(fields.Text())
    scopes = fields.ListOf(fields.Text())
    everywhere = fields.Boolean()
    cities = fields.ListOf(fields.Slug())


class ClientBody(Body):
    """An API client as it is made; without a city it reaches the whole network."""

    name = fields.Text(required=True, max=200)
    scopes = fields.ListOf(fields.OneOf(*SCOPES), required=True, max=len(SCOPES))
    city = fields.Slug(allow_none=True)


class ClientChangeBody(Body):
    """An API client as it is changed; its city stays."""

    name = fields.Text(max=200)
    scopes = fields.ListOf(fields.OneOf(*SCOPES), max=len(SCOPES))
    status = fields.OneOf(ACTIVE, DISABLED)


class ClientShape(DocumentShape):
    """An API client as it is shown."""

    name = fields.Text()
    city = fields.Slug()
    scopes = fields.ListOf(fields.OneOf(*SCOPES))
    status = fields.OneOf(ACTIVE, DISABLED)


class IssuedClientShape(ClientShape):
    """An API client with the secret that was just made and is never shown again."""

    secret = fields.Text()


class ClientFilters(Filters):
    """How a list of API clients can be narrowed."""

    sortable = ("name", "created_at", "updated_at")

    city = fields.Slug()
    status = fields.OneOf(ACTIVE, DISABLED)


class RenewalBody(Body):
    """How long the former secret goes on being good."""

    overlap_hours = fields.Integer(min=0, max=MOST_OVERLAP_HOURS)


class ContactShape(Shape):
    """Whom to write to and the link to send; for notifications alone."""

    name = fields.Text()
    email = fields.Email()
    language = fields.Language()
    link = fields.Text()
