"""Mails over HTTP: the bare record, and letters in the Maildir of a machine without SMTP."""

from __future__ import annotations

from services.chassis.http import fields
from services.chassis.http.schema import Filters, Shape
from services.notifications.mails.model import STATES


class MailFilters(Filters):
    """What the list of mails can be narrowed to."""

    kind = fields.Text(max=80)
    state = fields.OneOf(*STATES)
    about = fields.Id()


class MailShape(Shape):
    """A mail as staff see it: what about and how far, never to whom or in which words."""

    id = fields.Id()
    kind = fields.Text()
    city = fields.Slug()
    about = fields.Id()
    source = fields.Text()
    language = fields.Language()
    state = fields.OneOf(*STATES)
    tries = fields.Integer()
    next_at = fields.Instant()
    reason = fields.OneOf("refused", "expired")
    created_at = fields.Instant()
    ended_at = fields.Instant()


class MailboxFilters(Filters):
    """The Maildir is only paged."""


class LetterShape(Shape):
    """A mail that lies in the Maildir, readable because this machine sends none."""

    id = fields.Text()
    to = fields.Text()
    subject = fields.Text()
    language = fields.Language()
    arrived_at = fields.Instant()
    text = fields.LongText()
    attachments = fields.ListOf(fields.Text())
