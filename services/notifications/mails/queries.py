"""What can be read of mails: the rows, and on a machine without SMTP what lies in the Maildir. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any

from services.chassis.store import Page, Reader


def list_mails(read: Reader, query: Mapping[str, Any]) -> Page:
    """The rows of mails, newest first; `kind`, `state` and `about` narrow them."""
    wanted = {name: query[name] for name in ("kind", "state", "about") if name in query}
    return read.page("mails", query, filter=wanted, sort_by=("-created_at", "_id"))


def list_mailbox(read: Reader, query: Mapping[str, Any]) -> Page:
    """The mails in the Maildir, newest first; none where mails leave by SMTP."""
    if read.settings.smtp_url:
        return Page([], None)
    files = iter(_newest_first(read.settings.mail_dir / "new"))
    if "after" in query:
        files = islice(dropwhile(lambda file: file.name != query["after"], files), 1, None)
    found = list(islice(files, query["limit"] + 1))
    shown, more = found[: query["limit"]], len(found) > query["limit"]
    return Page([_letter(file) for file in shown], shown[-1].name if more else None)


def _newest_first(folder: Path) -> list[Path]:
    files = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def _letter(file: Path) -> dict[str, Any]:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
    text = message.get_body(("plain",))
    return {
        "_id": file.name,
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "language": str(message["Content-Language"]),
        "arrived_at": datetime.fromtimestamp(file.stat().st_mtime, UTC),
        "text": text.get_content() if isinstance(text, EmailMessage) else "",
        "attachments": list(_names(message)),
    }


def _names(message: EmailMessage) -> Iterator[str]:
    for part in message.iter_attachments():
        yield part.get_filename() or part.get_content_type()
