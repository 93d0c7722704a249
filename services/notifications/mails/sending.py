"""The job that sends mails: reads who to write to at the last moment, writes in their language, notes the outcome."""

from __future__ import annotations

import random
import traceback
from collections.abc import Iterator
from email.headerregistry import Address
from typing import Any, Final

import structlog

from services.chassis.client import fetch_dataref
from services.chassis.errors import Unavailable
from services.chassis.i18n import use_language
from services.chassis.jobs import JobContext, Jobs
from services.notifications.mails import model
from services.notifications.mails.calendar_entry import Method, calendar_entry
from services.notifications.mails.commands import note_attempt
from services.notifications.mails.composing import UnusableAddress, address, compose, sender
from services.notifications.mails.rendering import Words, render
from services.notifications.mails.transport import Never, NotNow, Transport, Unreachable, transport

BATCH: Final = 100

jobs = Jobs()
log = structlog.get_logger()
Row = dict[str, Any]


@jobs.every(seconds=5)
def send_mails(context: JobContext) -> None:
    """Send what is due, over one connection. A source or server that does not answer ends its part of the batch."""
    silent: set[str] = set()
    with transport(context.settings) as out:
        for row in _due(context):
            if context.stopping():
                return
            if row["source"] in silent:
                continue
            try:
                _send(context, out, row)
            except Unavailable:
                silent.add(row["source"])
                _note(context, row, "later")
            except Unreachable as error:
                log.warning("mail server unreachable", reason=str(error))
                return _note(context, row, "later")
            except Exception as error:  # a row that no mail can be made of must not stop all others
                log.error("mail not made", kind=row["kind"], mail=row["_id"], **_where(error))
                _note(context, row, "later")


def _where(error: Exception) -> dict[str, Any]:
    """Where an error arose. Not its text nor a full traceback: they could hold the name of the person."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return {"fault": type(error).__name__, "file": frame.filename, "line": frame.lineno}


def _due(context: JobContext) -> Iterator[Row]:
    due = {"state": "queued", "next_at": {"$lte": context.now()}}
    yield from context.read.find("mails", due, sort=[("next_at", 1)], limit=BATCH)


def _send(context: JobContext, out: Transport, row: Row) -> None:
    """One attempt at one mail. Raises Unavailable (its source) or Unreachable (the server)."""
    if _opted_out(context, row):
        return _note(context, row, "gone")
    contact = _contact(context, row)
    if contact is None:
        return _note(context, row, "gone")
    words = render(row["kind"], row["facts"], contact)
    try:
        to = address(contact["name"] or "", contact["email"])
        message = compose(
            context.settings, row, words, to, now=context.now(), calendar=_calendar(context, row, words, to),
            unsubscribe=_unsubscribe_link(context, row),
        )  # fmt: skip
        out.send(row["_id"], message)
    except (Never, UnusableAddress):
        return _note(context, row, "refused", words.language)
    except Unreachable:
        raise
    except NotNow:
        return _note(context, row, "later", words.language)
    _note(context, row, "sent", words.language)


def _contact(context: JobContext, row: Row) -> Row | None:
    """Name, address and language of who is written to; None once they are erased."""
    contact = fetch_dataref(context.settings, row["source"], row["dataref"])
    said = context.read.first("preferences", {"_id": row["account"]}) if row["account"] else None
    return contact | {"language": said["language"]} if contact and said else contact


def _calendar(context: JobContext, row: Row, words: Words, to: Address) -> tuple[Method, bytes] | None:
    method = model.calendar_method(row["kind"], row["facts"].get("status"))
    if method is None:
        return None
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


def _note(context: JobContext, row: Row, outcome: model.Outcome, language: str | None = None) -> None:
    jitter = random.random()  # noqa: S311  spreads attempts, hides nothing
    now = context.now()
    context.record(lambda uow: note_attempt(uow, row, outcome, language=language, now=now, jitter=jitter))
    log.info("mail", kind=row["kind"], outcome=outcome, tries=row["tries"] + 1)
