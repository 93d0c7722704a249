"""Every event of every service becomes a delivery for each webhook that asked for it and may have it.

What an owner may no longer read is stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts import gateway
from services.notifications.webhooks import owners
from services.notifications.webhooks.deliveries import queue_delivery
from services.notifications.webhooks.payloads import payload

reactions = Reactions()


@reactions.to(gateway.AccessChanged)
def pause_what_an_owner_lost(uow: UnitOfWork, event: Received) -> None:
    """A webhook is no way around a scope that was taken away."""
    owners.remember(uow, event)


@reactions.to_all()
def queue_deliveries(uow: UnitOfWork, event: Received) -> None:
    """One row for each webhook; the job delivers."""
    wanting = uow.find("webhooks", {"types": event.type, "status": "active", **_reach(event.city)})
    if not wanting:
        return
    body = payload(event)
    for webhook in wanting:
        queue_delivery(uow, webhook, event=event.id, type=event.type, subject=event.subject, body=body)


def _reach(city: str | None) -> Mapping[str, Any]:
    """A city's system gets what happens in its city and in the network as a whole; a network-wide one gets all."""
    return {} if city is None else {"city": {"$in": [None, city]}}
