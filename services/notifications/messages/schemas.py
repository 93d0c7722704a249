"""Messages over HTTP."""

from __future__ import annotations

from services.chassis.http import fields
from services.chassis.http.schema import Filters, Shape


class MessageFilters(Filters):
    """What the inbox can be narrowed to."""

    unread = fields.Boolean()


class MessageShape(Shape):
    """A message as its reader sees it; `source` and `about` name the object that it speaks of."""

    id = fields.Id()
    kind = fields.Text()
    text = fields.Text()
    source = fields.Text()
    about = fields.Id()
    city = fields.Slug()
    read = fields.Boolean()
    created_at = fields.Instant()
