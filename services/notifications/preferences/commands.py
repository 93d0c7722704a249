"""What can be done with preferences: say them. The only writer of the collection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Stale
from services.chassis.store import UnitOfWork
from services.chassis.store.unit_of_work import etag
from services.notifications.preferences import model

Document = dict[str, Any]


def change_preferences(uow: UnitOfWork, wishes: Mapping[str, Any]) -> Document:
    """Merge `wishes` (language, mail, in_app by kind) into those of who asks. Stale as any change."""
    account, language = uow.actor.id, uow.language
    own = uow.as_system()
    said = own.first("preferences", {"_id": account})
    if said is None:
        return _first(own, model.defaults(account, language), wishes)
    preferences = own.get("preferences", account)
    return own.save("preferences", _merged(preferences, wishes))


def stop_mail(uow: UnitOfWork, account: str, kind: str) -> None:
    """Write no more mails of `kind` to an account; it can wish for them again."""
    own = uow.as_system()
    wishes = {"mail": {kind: False}}
    if own.first("preferences", {"_id": account}) is None:
        own.add("preferences", _merged(model.defaults(account, uow.language), wishes))
    else:
        own.save("preferences", _merged(own.get("preferences", account), wishes))


def _first(uow: UnitOfWork, preferences: Document, wishes: Mapping[str, Any]) -> Document:
    if uow.if_match not in ("*", etag(preferences)):
        raise Stale()
    return uow.add("preferences", _merged(preferences, wishes))


def _merged(preferences: Document, wishes: Mapping[str, Any]) -> Document:
    merged = model.completed(preferences)
    merged["language"] = wishes.get("language", merged["language"])
    for channel in ("mail", "in_app"):
        merged[channel] = merged[channel] | wishes.get(channel, {})
    return merged
