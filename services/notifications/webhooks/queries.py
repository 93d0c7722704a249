"""What can be read of webhooks and their deliveries. Never writes; secrets are never in what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Forbidden, NotFound
from services.chassis.store import Page, Reader
from services.notifications.webhooks import model
from services.notifications.webhooks.catalogue import described, may_hear_all

Document = dict[str, Any]


def list_webhooks(read: Reader, query: Mapping[str, Any]) -> Page:
    """The webhooks of the cities of who asks, with how they fare."""
    wanted = {"status": query["status"]} if "status" in query else {}
    found = read.page("webhooks", query, filter=wanted, sort_by=("created_at", "_id"))
    return Page([with_health(read, one) for one in found.items], found.next)


def show_webhook(read: Reader, id: str) -> Document:
    """One webhook, with how it fares."""
    return with_health(read, read.get("webhooks", id))


def with_health(read: Reader, webhook: Document) -> Document:
    """The webhook with `failing_since` (since when nothing arrived) and `off_at` (when it will be switched off)."""
    known = read.as_system().first("endpoints", {"_id": webhook["_id"]}) or {}
    since = known.get("failing_since")
    return {**webhook, "failing_since": since, "off_at": since and since + model.SWITCHED_OFF_AFTER}


def list_deliveries(read: Reader, query: Mapping[str, Any], webhook: str) -> Page:
    """What was and will be delivered to a webhook, newest first; `state` and `type` narrow."""
    read.get("webhooks", webhook)
    wanted = {"webhook": webhook} | {name: query[name] for name in ("state", "type") if name in query}
    return read.as_system().page("deliveries", query, filter=wanted, sort_by=("-created_at", "_id"))


def show_delivery(read: Reader, webhook: str, delivery: str) -> Document:
    """One delivery with its body and every attempt. Forbidden to who may not hear such an event."""
    read.get("webhooks", webhook)
    row = read.as_system().first("deliveries", {"_id": delivery, "webhook": webhook})
    if row is None:
        raise NotFound()
    if not may_hear_all(read.actor, [row["type"]]):
        raise Forbidden()
    return row


def list_event_types(query: Mapping[str, Any]) -> Page:
    """The catalogue of events, of one `service` or all; it is short and has one page."""
    return Page([one for one in described() if query.get("service") in (None, one["service"])], None)
