"""What comes in and goes out over HTTP about registrations. Only staff of the city see names and addresses."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, Filters, Shape
from services.contracts.workshops import METHODS, ROLE_GROUPS
from services.workshops.gatherings.schemas import STATUSES as GATHERING_STATUSES
from services.workshops.gatherings.schemas import AgendaItemBody, PlaceBody

STATUSES = ("registered", "waiting", "cancelled")
OFFERS = ("places", "waiting_list", "closed")


class PublicRegistrationBody(Body):
    """Somebody registers by the gathering's link; the address is needed to answer them."""

    role_group = fields.OneOf(*ROLE_GROUPS, required=True)
    name = fields.Text(required=True)
    email = fields.Email(required=True)
    language = fields.Language()
    organisation = fields.Text(load_default=None, allow_none=True)


class RegistrationBody(PublicRegistrationBody):
    """Staff register somebody, who may have no address, as at the door. `group` is the thematic group."""

    email = fields.Email(load_default=None, allow_none=True)
    group = fields.Text(max=80, load_default=None, allow_none=True)


class RegistrationChanges(Body):
    """What staff may put right. For another role group: cancel, and register anew."""

    name = fields.Text(required=True)
    email = fields.Email(allow_none=True)
    language = fields.Language()
    organisation = fields.Text(allow_none=True)
    group = fields.Text(max=80, allow_none=True)


class RegistrationShape(Shape):
    """A registration as staff of the city see it."""

    id = fields.Id()
    version = fields.Integer()
    city = fields.Slug()
    gathering = fields.Id()
    role_group = fields.OneOf(*ROLE_GROUPS)
    name = fields.Text()
    email = fields.Email(allow_none=True)
    language = fields.Language()
    organisation = fields.Text(allow_none=True)
    group = fields.Text(allow_none=True)
    status = fields.OneOf(*STATUSES)
    position = fields.Integer(allow_none=True)
    created_at = fields.Instant()
    updated_at = fields.Instant()


class RegistrationFilters(Filters):
    """What the list of registrations may be asked."""

    status = fields.OneOf(*STATUSES)
    role_group = fields.OneOf(*ROLE_GROUPS)


class PersonalCodeShape(Shape):
    """The code that a participant votes with, to be handed over by staff."""

    registration = fields.Id()
    personal_code = fields.Text()


class AvailabilityShape(Shape):
    """What somebody of a role group would get now; no number, so that nobody can tell who registered."""

    residents = fields.OneOf(*OFFERS)
    experts = fields.OneOf(*OFFERS)
    administrators = fields.OneOf(*OFFERS)
    business = fields.OneOf(*OFFERS)


class PublicFactsShape(Shape):
    """What anybody may know of a gathering."""

    id = fields.Id()
    city = fields.Slug()
    method = fields.OneOf(*METHODS)
    title = fields.Translated()
    description = fields.Translated(max=5000, allow_none=True)
    language = fields.Language()
    status = fields.OneOf(*GATHERING_STATUSES)
    starts_at = fields.Instant()
    ends_at = fields.Instant()
    timezone = fields.TimeZone()
    place = fields.Nested(PlaceBody, allow_none=True)
    agenda = fields.ListOf(fields.Nested(AgendaItemBody), max=60)
    illustration = fields.Boolean()


class PublicGatheringShape(PublicFactsShape):
    """What anybody with the link may know: what each role group would get now (places, waiting_list, closed)."""

    availability = fields.Nested(AvailabilityShape)


class ReceiptShape(Shape):
    """The answer to a public registration; the same whether or not the address was known. The rest is in the mail."""

    id = fields.Id()
    gathering = fields.Id()
    role_group = fields.OneOf(*ROLE_GROUPS)
    status = fields.OneOf("registered", "waiting")


class OwnRegistrationShape(Shape):
    """A registration as its owner sees it by the personal link."""

    gathering = fields.Nested(PublicFactsShape)
    role_group = fields.OneOf(*ROLE_GROUPS)
    name = fields.Text()
    language = fields.Language()
    status = fields.OneOf(*STATUSES)
    position = fields.Integer(allow_none=True)
    personal_code = fields.Text(allow_none=True)


class ContactShape(Shape):
    """Whom to write to, for other services at the moment of writing. `email` is None for who gave none."""

    name = fields.Text()
    email = fields.Email(allow_none=True)
    language = fields.Language()
    link = fields.WebAddress()
    personal_code = fields.Text(allow_none=True)
