"""What can be read of preferences: one's own, or none said yet. Never writes."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Reader
from services.notifications.preferences import model


def preferences_of(read: Reader, account: str) -> dict[str, Any]:
    """What `account` wants; everything, in the language of who asks, if it never said."""
    said = read.as_system().first("preferences", {"_id": account})
    return model.completed(said) if said else model.defaults(account, read.language)


def wants_mail(read: Reader, account: str, kind: str) -> bool:
    """Whether `account` wants mails of `kind`."""
    return kind not in model.muted(preferences_of(read, account), "mail")


def muted_kinds(read: Reader, channel: model.Channel) -> list[str]:
    """The kinds that who asks does not want by `channel`."""
    return model.muted(preferences_of(read, read.actor.id), channel)
