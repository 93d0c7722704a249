"""Webhooks and deliveries over HTTP."""

from __future__ import annotations

from services.chassis.http import fields
from services.chassis.http.schema import Body, Filters, Shape
from services.notifications.webhooks.model import REASONS, STATES

STATUSES = ("active", "disabled")


class WebhookBody(Body):
    """A new webhook: where to, which events, for which city."""

    url = fields.WebAddress(required=True)
    types = fields.ListOf(fields.Text(), min=1, max=200, required=True)
    description = fields.Text(allow_none=True)
    city = fields.Slug()


class WebhookChange(Body):
    """What can change of a webhook."""

    url = fields.WebAddress(required=True)
    types = fields.ListOf(fields.Text(), min=1, max=200, required=True)
    description = fields.Text(allow_none=True)
    status = fields.OneOf(*STATUSES)


class WebhookFilters(Filters):
    """What the list can be narrowed to."""

    status = fields.OneOf(*STATUSES)


class WebhookShape(Shape):
    """A webhook. `failing_since` warns, `off_at` says when it will be switched off if that goes on."""

    id = fields.Id()
    url = fields.WebAddress()
    types = fields.ListOf(fields.Text())
    description = fields.Text()
    city = fields.Slug()
    owner = fields.Text()
    status = fields.OneOf(*STATUSES)
    disabled_reason = fields.OneOf(*REASONS)
    failing_since = fields.Instant()
    off_at = fields.Instant()
    created_at = fields.Instant()
    updated_at = fields.Instant()


class WebhookWithSecret(WebhookShape):
    """A webhook at the one moment when its secret is shown."""

    secret = fields.Text()


class DeliveryFilters(Filters):
    """What the log can be narrowed to."""

    state = fields.OneOf(*STATES)
    type = fields.Text()


class AttemptShape(Shape):
    """One attempt: the status and the beginning of the answer, or what went wrong."""

    at = fields.Instant()
    status = fields.Integer()
    error = fields.Text()
    answer = fields.Text()
    milliseconds = fields.Integer()


class DeliveryShape(Shape):
    """An event on its way to a webhook, with every attempt."""

    id = fields.Id()
    webhook = fields.Id()
    event = fields.Id()
    type = fields.Text()
    subject = fields.Id()
    state = fields.OneOf(*STATES)
    tries = fields.Integer()
    next_at = fields.Instant()
    attempts = fields.ListOf(fields.Nested(AttemptShape))
    created_at = fields.Instant()


class DeliveryWithBody(DeliveryShape):
    """A delivery with what is sent, as text, since the signature is over exactly these bytes."""

    body = fields.LongText()


class ResentShape(Shape):
    """How many deliveries are on their way again."""

    resent = fields.Integer()


class EventTypeFilters(Filters):
    """What the catalogue can be narrowed to."""

    service = fields.Slug()


class EventTypeShape(Shape):
    """An event that can be asked for."""

    id = fields.Text()
    service = fields.Slug()
    summary = fields.Text()
