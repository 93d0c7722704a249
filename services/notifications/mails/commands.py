"""What can be done with mails: queue one, note what became of it, stop a kind. The only writers of their rows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.store import UnitOfWork
from services.contracts.notifications import MailFailed
from services.notifications.mails import model
from services.notifications.preferences.commands import stop_mail

Document = dict[str, Any]


def queue_mail(
    uow: UnitOfWork, *, id: str, kind: str, source: str, dataref: str, city: str | None, about: str,
    facts: Mapping[str, Any], account: str | None = None, unasked: bool = False,
) -> None:  # fmt: skip
    """Have the holder of `dataref` at `source` written to; the same id again changes nothing.

    `facts` are the public values that the template needs; they leave the row once the mail is gone. The language is
    that of `account`'s preferences where there are some, else the one that the source knows. `unasked` is a mail that
    somebody who is not known has caused, who may have given anybody's address.
    """
    uow = uow.as_system()
    if uow.first("mails", {"_id": id}):
        return
    now = uow.now()
    row = {
        "_id": id, "kind": kind, "city": city, "about": about, "source": source, "dataref": dataref,
        "account": account, "unasked": unasked, "facts": dict(facts), "token": secrets.token_urlsafe(24),
        "language": None, "state": "queued", "tries": 0, "next_at": now, "reason": None,
        "created_at": now, "updated_at": now, "ended_at": None,
    }  # fmt: skip
    uow.put("mails", row)
    uow.wake("send-mails")


def note_attempt(
    uow: UnitOfWork, row: Document, outcome: model.Outcome, *, language: str | None, now: datetime, jitter: float,
    recipient: str | None = None,
) -> None:  # fmt: skip
    """Note what became of an attempt. Of a mail that is over the words are thrown away.

    `recipient` is the mark of the address (recipients.py) where strangers may cause so many mails only.
    """
    if outcome == "sent" and recipient is not None:
        uow.put("unasked_mails", {"_id": row["_id"], "recipient": recipient, "at": now})
    row = row | model.after_attempt(row, outcome, now, jitter) | {"language": language, "updated_at": now}
    if row["state"] != "queued":
        row["facts"] = None
    uow.put("mails", row)
    if row["state"] == "failed":
        uow.publish(MailFailed, row, kind=row["kind"], reason=row["reason"])


def stop_mails(uow: UnitOfWork, token: str) -> None:
    """Send no more promotional mails to whoever got the mail with `token`: to an account none of its kind.

    NotFound for a token that is not ours.
    """
    uow = uow.as_system()
    row = uow.first("mails", {"token": token})
    if row is None:
        raise NotFound()
    if row["account"]:
        stop_mail(uow, row["account"], row["kind"])
        return
    uow.put("opt_outs", {"_id": f"{row['source']}{row['dataref']}", "since": uow.now()})
