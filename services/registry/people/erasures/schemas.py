"""What goes out over HTTP about erasures. Nobody is named."""

from services.chassis.http import fields
from services.chassis.http.schema import DocumentShape, Shape


class ErasedShape(Shape):
    """How many things of a kind are gone."""

    kind = fields.Text()
    number = fields.Integer()


class ConfirmationShape(Shape):
    """A service that has erased."""

    service = fields.Text()
    at = fields.Instant()
    erased = fields.ListOf(fields.Nested(ErasedShape))


class ErasureShape(DocumentShape):
    """The receipt of an erasure: its id is the one that the person had."""

    city = fields.Slug(allow_none=True)
    ordered_by = fields.Text()
    everywhere = fields.Boolean()
    confirmed = fields.ListOf(fields.Nested(ConfirmationShape))
    missing = fields.ListOf(fields.Text())
    late = fields.Boolean()
    complete_at = fields.Instant(allow_none=True)


class LateServiceShape(Shape):
    """A service that has not erased in time: how many people, and since when the first waits."""

    service = fields.Text()
    number = fields.Integer()
    since = fields.Instant()


class LateShape(Shape):
    """The services that are late with an erasure."""

    services = fields.ListOf(fields.Nested(LateServiceShape))


class KnownByShape(Shape):
    """By what another service may know who is being erased, in which cities (none is all), and who ordered it."""

    addresses = fields.ListOf(fields.Email())
    cities = fields.ListOf(fields.Slug(), allow_none=True)
    ordered_by = fields.Text()
