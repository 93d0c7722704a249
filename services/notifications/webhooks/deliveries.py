"""The rows of deliveries: making one, noting an attempt, switching an endpoint off. Only resending writes them too."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from services.chassis.store import UnitOfWork
from services.contracts.notifications import WebhookDisabled
from services.notifications.mails.commands import queue_mail
from services.notifications.messages.commands import leave_message
from services.notifications.preferences.queries import wants_mail
from services.notifications.webhooks import model

Document = dict[str, Any]


def queue_delivery(uow: UnitOfWork, webhook: Document, *, event: str, type: str, subject: str, body: str) -> Document:
    """Have `body` delivered to `webhook`; the same event again changes nothing."""
    own = uow.as_system()
    id = f"{event}.{webhook['_id']}"
    if known := own.first("deliveries", {"_id": id}):
        return known
    now = uow.now()
    row = {
        "_id": id, "webhook": webhook["_id"], "city": webhook["city"], "event": event, "type": type,
        "subject": subject, "body": body, "state": "queued", "tries": 0, "next_at": now, "attempts": [],
        "created_at": now, "updated_at": now,
    }  # fmt: skip
    own.put("deliveries", row)
    uow.wake("deliver-webhooks")
    return row


def note_attempt(uow: UnitOfWork, delivery: str, attempt: model.Attempt, jitter: float) -> Document | None:
    """Note what became of an attempt, and how the endpoint fares now; the health, None if nothing is left to note."""
    row = uow.first("deliveries", {"_id": delivery})
    if row is None:
        return None
    uow.put("deliveries", row | model.after_attempt(row, attempt, jitter))
    known = uow.first("endpoints", {"_id": row["webhook"]}) or model.fresh_health(row["webhook"])
    health = model.health_after(known, attempt)
    uow.put("endpoints", health)
    reason = model.reason_to_switch_off(health, attempt)
    if reason and uow.first("webhooks", {"_id": row["webhook"], "status": "active"}):
        switch_off(uow, row["webhook"], reason, health)
    return health


def switch_off(uow: UnitOfWork, id: str, reason: str, health: Document | None) -> None:
    """Deliver nothing more to the webhook, and tell its owner and its city's staff.

    `health` where the endpoint is to blame; only that is said as an event.
    """
    webhook = uow.get("webhooks", id)
    webhook.update(status="disabled", disabled_reason=reason)
    uow.save("webhooks", webhook)
    if health is not None:
        since = health["failing_since"]
        uow.publish(WebhookDisabled, webhook, owner=webhook["owner"], reason=reason, failing_since=since)
    facts = {"host": urlsplit(webhook["url"]).hostname, "reason": reason}
    event = f"{id}.off.{webhook['version']}"
    leave_message(
        uow, id=event, kind="webhook-disabled", source="notifications", about=id, facts=facts, city=webhook["city"]
    )
    if webhook["owner_kind"] == "person" and wants_mail(uow, webhook["owner"], "webhook-disabled"):
        queue_mail(
            uow, id=event, kind="webhook-disabled", source="gateway", dataref=f"/contacts/accounts/{webhook['owner']}",
            city=webhook["city"], about=id, facts=facts, account=webhook["owner"],
        )  # fmt: skip
