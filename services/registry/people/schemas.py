"""What comes in and goes out over HTTP about people. Rules live in model.py."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Filters, Shape
from services.chassis.i18n import N_, _
from services.registry.people import model
from services.registry.schemas import SORTABLE, ChangeShape


class RoleBody(Body):
    """What a person is in an organisation, from a day to a day."""

    organisation = fields.Id(required=True, error_messages={"null": N_("Say in which organisation.")})
    role = fields.OneOf(*model.PERSON_ROLES, required=True, error_messages={"null": N_("Say which role it is.")})
    since = fields.IsoDate(allow_none=True, load_default=None)
    until = fields.IsoDate(allow_none=True, load_default=None)

    @validates_schema
    def ends_after_it_begins(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a role whose last day comes before its first."""
        if not model.role_is_in_order(data):
            raise ValidationError(_("The last day is before the first."), "until")


class ChannelBody(Body):
    """A further way to reach somebody; a number without the code of its country is one of the person's city."""

    kind = fields.OneOf(*model.CHANNELS, required=True)
    address = fields.Text(required=True, max=254)


class PersonBody(Body):
    """A person as they are written: `language` is the one that we write in, `languages` are those that they speak."""

    given_name = fields.Text(required=True, max=100)
    family_name = fields.Text(required=True, max=100)
    email = fields.Email(allow_none=True)
    channels = fields.ListOf(fields.Nested(ChannelBody), max=10)
    language = fields.Language()
    languages = fields.ListOf(fields.Language(), max=20)
    city = fields.Slug(allow_none=True)
    roles = fields.ListOf(fields.Nested(RoleBody), max=50)


class ConsentBody(Body):
    """The code of what somebody agrees to, since when (today unless it is said), and how they said so."""

    purpose = fields.Slug(required=True)
    how = fields.OneOf(*model.CONSENT_WAYS, required=True)
    given_on = fields.IsoDate(allow_none=True, load_default=None)


class HoldBody(Body):
    """Why the data of a person may not be erased for now, such as a lawsuit; name nobody in it."""

    reason = fields.Text(required=True, max=200)


class HoldShape(Shape):
    """A legal hold and since when."""

    since = fields.IsoDate()
    reason = fields.Text()


class WithdrawalBody(Body):
    """The last day of a consent: today unless it is said."""

    withdrawn_on = fields.IsoDate(allow_none=True, load_default=None)


class ConsentShape(Shape):
    """A consent, in force while it has no end."""

    purpose = fields.Slug()
    given_on = fields.IsoDate()
    withdrawn_on = fields.IsoDate(allow_none=True)
    how = fields.OneOf(*model.CONSENT_WAYS)


class PersonShape(DocumentShape):
    """A person as their own city sees them."""

    given_name = fields.Text()
    family_name = fields.Text()
    email = fields.Email(allow_none=True)
    channels = fields.ListOf(fields.Nested(ChannelBody))
    language = fields.Language()
    languages = fields.ListOf(fields.Language())
    city = fields.Slug(allow_none=True)
    roles = fields.ListOf(fields.Nested(RoleBody))
    consents = fields.ListOf(fields.Nested(ConsentShape))
    hold = fields.Nested(HoldShape, allow_none=True)


class PersonFilters(Filters):
    """How a list of people can be narrowed: to a role, to an organisation in which they have one."""

    sortable = SORTABLE

    organisation = fields.Id()
    role = fields.OneOf(*model.PERSON_ROLES)


class ReadingShape(Shape):
    """Somebody who saw the data of a person: on their sheet, in a list, as an address, or all of it on request."""

    id = fields.Id()
    at = fields.Instant()
    actor = fields.Text()
    actor_kind = fields.OneOf("person", "client", "service", "anonymous")
    way = fields.OneOf(*model.WAYS)


class PastShape(Shape):
    """What happened to the data of a person, with what the fields were and are."""

    at = fields.Instant()
    actor_kind = fields.OneOf("person", "client", "service", "anonymous")
    action = fields.OneOf("added", "changed", "removed")
    changes = fields.ListOf(fields.Nested(ChangeShape))


class SeenShape(Shape):
    """That somebody saw the data of a person."""

    at = fields.Instant()
    actor_kind = fields.OneOf("person", "client", "service", "anonymous")
    way = fields.OneOf(*model.WAYS)


class ExportBody(Body):
    """In which form a list of people is taken away."""

    form = fields.OneOf("csv", "xlsx", "json", required=True)


class HeldShape(Shape):
    """All that the register holds about a person; `addresses` are by what other services may know them."""

    id = fields.Id()
    person = fields.Nested(PersonShape)
    addresses = fields.ListOf(fields.Email())
    history = fields.ListOf(fields.Nested(PastShape), max=1000)
    readings = fields.ListOf(fields.Nested(SeenShape), max=1000)


class ContactShape(Shape):
    """What another service needs at the moment of writing to a person."""

    name = fields.Text()
    email = fields.Email(allow_none=True)
    language = fields.Language()
