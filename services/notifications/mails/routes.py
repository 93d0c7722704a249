"""Addresses of mails: what was sent, and the address by which somebody stops a kind of mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Page, Reader, UnitOfWork
from services.notifications.mails import commands, queries
from services.notifications.mails.schemas import LetterShape, MailboxFilters, MailFilters, MailShape

routes = Routes("mails", summary="What was written to people, and what became of it")


@routes.page("/mails", needs="notifications:read", filters=MailFilters, shows=MailShape)
def list_mails(read: Reader, query: Mapping[str, Any]) -> Page:
    """List what was or will be sent, without addresses and words."""
    return queries.list_mails(read, query)


@routes.read("/mails/<id>", needs="notifications:read", shows=MailShape)
def show_mail(read: Reader, id: str) -> dict[str, Any]:
    """Show how far a mail is."""
    return read.get("mails", id)


@routes.page("/mailbox", needs="operator:read", filters=MailboxFilters, shows=LetterShape)
def list_mailbox(read: Reader, query: Mapping[str, Any]) -> Page:
    """Read the mails of a demonstration, which has no mail server."""
    return queries.list_mailbox(read, query)


@routes.act("/public/unsubscribe/<token>", needs=PUBLIC)
def unsubscribe(uow: UnitOfWork, token: str) -> None:
    """Stop mails of this kind: the button that mail programs show (RFC 8058)."""
    commands.stop_mails(uow, token)
