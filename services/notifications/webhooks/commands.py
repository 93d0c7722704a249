"""What can be done with webhooks by their owners: register, change, remove, rotate the secret, test, resend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.actor import ALL, Actor
from services.chassis.client import Reach, Refused, check_address
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.i18n import N_, _
from services.chassis.store import UnitOfWork
from services.notifications.webhooks import model
from services.notifications.webhooks.catalogue import event_types, may_hear, may_hear_all
from services.notifications.webhooks.deliveries import queue_delivery
from services.notifications.webhooks.owners import may_go_on
from services.notifications.webhooks.payloads import test_payload

Document = dict[str, Any]

REFUSALS = {
    "malformed": N_("This is not a plain web address. Write it as https://host/path."),
    "not_https": N_("Use https: nothing is delivered unprotected."),
    "userinfo": N_("Leave user name and password out of the address; deliveries are signed instead."),
    "port": N_("Use port 443, or one from 1024 to 65535."),
    "private": N_("This address lies inside a private network, where nothing is delivered."),
}
MOST_AT_ONCE = 1000


def register_webhook(uow: UnitOfWork, body: Mapping[str, Any]) -> Document:
    """A new webhook of who asks, for one city or (None) the whole network. Its secret is shown this once.

    Raises Invalid for an address that we do not call and types that do not exist or may not be read.
    """
    _check(uow, body)
    secret = model.new_secret()
    webhook = {
        "_id": uow.new_id(), "url": body["url"], "types": sorted(set(body["types"])),
        "description": body.get("description"), "city": _city(uow.actor, body), "owner": uow.actor.id,
        "owner_kind": uow.actor.kind, "status": "active", "disabled_reason": None,
        "secrets": [{"secret": secret, "until": None}],
    }  # fmt: skip
    return uow.add("webhooks", webhook) | {"secret": secret}


def change_webhook(uow: UnitOfWork, id: str, body: Mapping[str, Any]) -> Document:
    """Another address, other types, off or on again. Being switched on forgets former failures."""
    webhook = uow.get("webhooks", id)
    _check(uow, ({"types": webhook["types"]} if "url" in body else {}) | dict(body))
    webhook.update(body)
    if "types" in body:
        webhook["types"] = sorted(set(body["types"]))
    if "status" in body:
        webhook["disabled_reason"] = "owner" if body["status"] == "disabled" else None
    if webhook["status"] == "active" and not may_go_on(uow, webhook):
        raise Conflict(_("The owner of this webhook may no longer read these events. Register one of your own."))
    uow.as_system().discard("endpoints", id)
    return uow.save("webhooks", webhook)


def remove_webhook(uow: UnitOfWork, id: str) -> None:
    """Nothing more is delivered; what was is forgotten after 30 days."""
    uow.remove("webhooks", uow.get("webhooks", id))
    uow.as_system().discard("endpoints", id)


def rotate_secret(uow: UnitOfWork, id: str) -> Document:
    """A fresh secret, shown this once; the former signs too for 24 hours. Forbidden to who may not hear its events."""
    webhook = uow.get("webhooks", id)
    if not may_hear_all(uow.actor, webhook["types"]):
        raise Forbidden()
    secret = model.new_secret()
    webhook["secrets"] = model.rotated(webhook["secrets"], secret, uow.now())
    return uow.save("webhooks", webhook) | {"secret": secret}


def send_test(uow: UnitOfWork, id: str) -> Document:
    """Queue an event that only tries the endpoint."""
    webhook = _active(uow, id)
    event = uow.new_id()
    body = test_payload(event, id, webhook["city"], uow.now())
    return queue_delivery(uow, webhook, event=event, type=model.TEST_TYPE, subject=id, body=body)


def resend(uow: UnitOfWork, id: str, delivery: str) -> Document:
    """Deliver once more, with all attempts anew, whatever became of it."""
    webhook = _active(uow, id)
    own = uow.as_system()
    row = own.first("deliveries", {"_id": delivery, "webhook": id})
    if row is None:
        raise NotFound()
    if not model.asks_for(webhook, row):
        raise Conflict(_("This webhook no longer asks for such events."))
    return _again(own, row)


def resend_failed(uow: UnitOfWork, id: str) -> Document:
    """Deliver all that failed once more, at most MOST_AT_ONCE at a time; says how many."""
    wanted = {"$in": [*_active(uow, id)["types"], model.TEST_TYPE]}
    own, failed = uow.as_system(), {"webhook": id, "state": "failed", "type": wanted}
    rows = own.find("deliveries", failed, sort=[("_id", 1)], limit=MOST_AT_ONCE)
    for row in rows:
        _again(own, row)
    return {"_id": id, "resent": len(rows)}


def _again(uow: UnitOfWork, row: Document) -> Document:
    row.update(state="queued", tries=0, next_at=uow.now(), updated_at=uow.now())
    uow.put("deliveries", row)
    uow.wake("deliver-webhooks")
    return row


def _active(uow: UnitOfWork, id: str) -> Document:
    webhook = uow.get("webhooks", id)
    if webhook["status"] != "active":
        raise Conflict(_("This webhook is switched off. Switch it on first."))
    return webhook


def _city(actor: Actor, body: Mapping[str, Any]) -> str | None:
    """The city whose events are wanted: the one named, the actor's only one, or None for the whole network."""
    if body.get("city"):
        return str(body["city"])
    if actor.cities is ALL:
        return None
    if len(actor.cities) != 1:
        raise Invalid({"city": [_("Say for which of your cities.")]})
    return next(iter(actor.cities))


def _check(uow: UnitOfWork, body: Mapping[str, Any]) -> None:
    errors = _wrong_types(uow.actor, body.get("types", ()))
    try:
        if "url" in body:
            check_address(body["url"], reach=Reach(uow.settings.webhook_reach))
    except Refused as refusal:
        errors["url"] = [_(REFUSALS[refusal.reason])]
    if errors:
        raise Invalid(errors)


def _wrong_types(actor: Actor, types: Sequence[str]) -> dict[str, list[str]]:
    """Each must exist and be one that the actor may hear."""
    errors: dict[str, list[str]] = {}
    for place, type in enumerate(types):
        event = event_types().get(type)
        if event is None:
            errors[f"types.{place}"] = [_("There is no such event type. See /api/v1/notifications/event-types.")]
        elif not may_hear(actor, event):
            errors[f"types.{place}"] = [_("You need a scope of %(service)s for its events.", service=event.service())]
    return errors
