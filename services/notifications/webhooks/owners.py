"""What the owners of webhooks may still read, as the gateway last said. Who was never spoken of keeps what they had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.actor import ALL, Actor
from services.chassis.events import Received
from services.chassis.store import Reader, UnitOfWork
from services.notifications.webhooks.catalogue import may_hear_all
from services.notifications.webhooks.deliveries import switch_off


def remember(uow: UnitOfWork, event: Received) -> None:
    """Keep what the subject of AccessChanged may do, and pause its webhooks that deliver what it may no longer read."""
    told = {name: event.data[name] for name in ("scopes", "cities", "everywhere")}
    uow.project("owners", event.subject, event.subject_version, told)
    for webhook in uow.find("webhooks", {"owner": event.subject, "status": "active"}):
        if not may_go_on(uow, webhook):
            switch_off(uow, webhook["_id"], "access", None)


def may_go_on(read: Reader, webhook: Mapping[str, Any]) -> bool:
    """Whether the owner of the webhook may read all that it delivers."""
    known = read.as_system().first("owners", {"_id": webhook["owner"]})
    if known is None:
        return True
    cities = ALL if known["everywhere"] else frozenset(known["cities"])
    owner = Actor(id=known["_id"], kind="client", cities=cities, scopes=frozenset(known["scopes"]))
    return bool(owner.scopes) and owner.reaches(webhook["city"]) and may_hear_all(owner, webhook["types"])
