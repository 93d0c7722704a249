"""Whom to write to and what link to send: the datarefs of our events, for other services alone."""

from __future__ import annotations

from gateway.api.schemas import ContactShape
from gateway.identity import accounts, resets
from services.chassis.http.routes import INTERNAL_ONLY, Routes
from services.chassis.store import Document, Reader

routes = Routes("contacts", summary="Contacts for notifications")


@routes.read("/contacts/password-resets/<id>", needs=INTERNAL_ONLY, shows=ContactShape)
def show_reset_contact(read: Reader, id: str) -> Document:
    """Who asked for a new password, and the link to choose it."""
    return resets.contact(read, id)


@routes.read("/contacts/accounts/<id>", needs=INTERNAL_ONLY, shows=ContactShape)
def show_account_contact(read: Reader, id: str) -> Document:
    """The owner of an account or who made an API client, and the page where they ask for a new password."""
    return accounts.contact_of(read, id)
