"""A mail as the bytes that travel: MIME with text, HTML and calendar, headers that nothing can be smuggled into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

import idna

from services.chassis.config import Settings
from services.notifications.mails.rendering import Words
from services.notifications.wording import in_one_line

if TYPE_CHECKING:
    from services.notifications.mails.calendar_entry import Method

_POLICY: Final = SMTP.clone(cte_type="7bit")
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"\x00-\x1f\x7f]+@[^\s@<>,;:\"\x00-\x1f\x7f]+")


class UnusableAddress(ValueError):
    """The address cannot be written to, whatever we try."""


def sender(settings: Settings) -> str:
    """Our own address: `?from=` of SMTP_URL, else no-reply at the platform's host."""
    told = parse_qs(urlsplit(settings.smtp_url).query).get("from")
    return told[0] if told else f"no-reply@{urlsplit(settings.public_url).hostname or 'localhost'}"


def address(name: str, email: str) -> Address:
    """An address for a header; the domain in its ASCII form, no line break or second address in any part.

    Raises UnusableAddress.
    """
    if not _ADDRESS.fullmatch(email):
        raise UnusableAddress()
    local, _at, domain = email.rpartition("@")
    try:
        return Address(in_one_line(name), local, idna.encode(domain, uts46=True).decode())
    except (idna.IDNAError, ValueError, IndexError) as error:
        raise UnusableAddress() from error


def compose(
    settings: Settings,
    row: Mapping[str, Any],
    words: Words,
    to: Address,
    *,
    now: datetime,
    calendar: tuple[Method, bytes] | None = None,
    unsubscribe: str | None = None,
) -> EmailMessage:
    """The message of mail `row`. Its Message-ID is the same at each attempt."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = address("Learning Cities", sender(settings))
    message["To"] = to
    message["Subject"] = words.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{row['_id']}@{urlsplit(settings.public_url).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, words, calendar)
    message["Content-Language"] = words.language
    return message


def _fill(message: EmailMessage, words: Words, calendar: tuple[Method, bytes] | None) -> None:
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    if calendar:
        method, entry = calendar
        # Twice, as the large calendars do: the part that mail programs act on, and a file for those that do not.
        message.add_alternative(entry.decode(), subtype="calendar", params={"method": method})
        message.add_attachment(entry, "application", "ics", filename="invitation.ics")
