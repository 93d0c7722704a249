"""From a row to the message that travels: asks the owner who to write to, finds the words, adds the calendar entry."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final

from services.chassis.client import fetch_dataref
from services.chassis.errors import Unavailable
from services.chassis.i18n import use_language
from services.chassis.jobs import JobContext
from services.notifications.mails import model
from services.notifications.mails.composing import address, compose, sender
from services.notifications.mails.rendering import Words, render
from services.notifications.mails.transport import NotNow

if TYPE_CHECKING:
    from services.notifications.mails.calendar_entry import Method

Row = dict[str, Any]
SEARCH: Final = "/contacts/searches/{search}"
"""Where the registry tells what the owner of a search calls it: that may be personal, so no event and no row has it."""


def make_message(context: JobContext, row: Row) -> EmailMessage | None:
    """The message of mail `row`, in its reader's language; None when they are erased or want no such mails.

    Raises Unavailable while the owner of the contact does not answer, NotNow while that of what it is about does not,
    UnusableAddress for one that takes no mail.
    """
    contact = None if _opted_out(context, row) else _contact(context, row)
    if contact is None:
        return None
    to = address(contact["name"] or "", contact["email"])
    words = render(row["kind"], row["facts"], contact)
    return compose(
        context.settings, row, words, to, now=context.now(), calendar=_calendar(context, row, words, to),
        unsubscribe=_unsubscribe_link(context, row),
    )  # fmt: skip


def _contact(context: JobContext, row: Row) -> Row | None:
    """Name, address and language of who is written to; None once they are erased, or have removed what it is about."""
    contact = fetch_dataref(context.settings, row["source"], row["dataref"])
    if contact and row["kind"] == "search-matched":
        search = _search(context, row)
        contact = contact | {"called": search["name"]} if search else None
    said = context.read.first("preferences", {"_id": row["account"]}) if row["account"] else None
    return contact | {"language": said["language"]} if contact and said else contact


def _search(context: JobContext, row: Row) -> Row | None:
    """What the search that a mail is about is called; None once it was removed. Raises NotNow while nobody tells:
    other mails to who has an account need not wait for that.
    """
    try:
        return fetch_dataref(context.settings, "registry", SEARCH.format(**row["facts"]))
    except Unavailable as silent:
        raise NotNow from silent


def _calendar(context: JobContext, row: Row, words: Words, to: Address) -> tuple[Method, bytes] | None:
    method = model.calendar_method(row["kind"], row["facts"].get("status"))
    if method is None:
        return None
    from services.notifications.mails.calendar_entry import calendar_entry  # takes long to load

    with use_language(words.language):
        entry = calendar_entry(
            method, row["facts"], stamp=row["facts"]["said_at"], organizer=sender(context.settings), attendee=to
        )
    return method, entry


def _opted_out(context: JobContext, row: Row) -> bool:
    key = {"_id": f"{row['source']}{row['dataref']}"}
    return row["kind"] in model.PROMOTIONAL and context.read.first("opt_outs", key) is not None


def _unsubscribe_link(context: JobContext, row: Row) -> str | None:
    if row["kind"] not in model.PROMOTIONAL:
        return None
    return f"{context.settings.public_url}/api/v1/notifications/public/unsubscribe/{row['token']}"
