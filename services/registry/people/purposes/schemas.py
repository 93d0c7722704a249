"""What comes in and goes out over HTTP about purposes of consent."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape, Pages


class PurposeTexts(Body):
    """To what somebody may agree, by language, as it is read out to them; and whether it is offered no more."""

    title = fields.Translated(required=True)
    retired = fields.Boolean()


class PurposeBody(Body):
    """A new purpose and the city that asks for it, which stays."""

    city = fields.Slug(allow_none=True)
    title = fields.Translated(required=True)


class PurposeShape(DocumentShape):
    """A purpose, which consents name by its `code`. One that a city begins with has version 0 and no times."""

    created_at = fields.Instant(allow_none=True)
    updated_at = fields.Instant(allow_none=True)
    city = fields.Slug(allow_none=True)
    code = fields.Slug()
    title = fields.Translated()
    retired = fields.Boolean()


class PurposeFilters(Pages):
    """The city whose purposes are wanted; none is the whole network. They have one order and nothing to search."""

    city = fields.Slug()
