"""What notifications says to the others: little, for it mostly listens. Never an address or a text of a mail."""

from services.chassis.events import Event
from services.chassis.http import fields
from services.contracts.erasure import ErasureDone


class WebhookDisabled(Event):
    """Said when an endpoint was switched off and gets nothing more until its owner switches it on again.

    `reason`: `gone` (it answered 410) or `failing` (five days without one success). Heard by whoever watches
    over an integration, by another webhook; no service needs it.
    """

    type = "eu.learning-cities.notifications.webhook.disabled.v1"

    owner = fields.Text(required=True, max=200)
    reason = fields.OneOf("gone", "failing", required=True)
    failing_since = fields.Instant(allow_none=True)


class MailFailed(Event):
    """Said when a mail will never arrive: `refused` (the server said so for good) or `expired` (72 hours of tries).

    The subject is the mail's row, which staff see in the list of mails; who it was for is not said. Heard by whoever
    watches over an integration, by webhook; no service needs it.
    """

    type = "eu.learning-cities.notifications.mail.failed.v1"

    kind = fields.Text(required=True, max=80)
    reason = fields.OneOf("refused", "expired", required=True)


class PersonErasureDone(ErasureDone):
    """Said when the traces of mails of a person erased by the registry are gone. Heard by registry, for its receipt."""

    type = "eu.learning-cities.notifications.person.erasure_done.v1"
