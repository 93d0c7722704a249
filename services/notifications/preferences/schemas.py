"""Preferences over HTTP."""

from __future__ import annotations

from services.chassis.http import fields
from services.chassis.http.schema import Body, Shape
from services.chassis.i18n import LANGUAGES
from services.notifications.preferences.model import IN_APP_KINDS, MAIL_KINDS

MailWishes = Body.from_dict({kind: fields.Boolean() for kind in MAIL_KINDS}, name="MailWishes")
InAppWishes = Body.from_dict({kind: fields.Boolean() for kind in IN_APP_KINDS}, name="InAppWishes")


class PreferencesBody(Body):
    """What may be wished for; what is left out stays as it was."""

    language = fields.OneOf(*LANGUAGES)
    mail = fields.Nested(MailWishes)
    in_app = fields.Nested(InAppWishes)


class PreferencesShape(Shape):
    """The preferences of who asks."""

    language = fields.OneOf(*LANGUAGES)
    mail = fields.Nested(MailWishes)
    in_app = fields.Nested(InAppWishes)
