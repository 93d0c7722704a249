"""The job that delivers: several endpoints at once, and none that is slow or down holds up another.

An endpoint in trouble gets one call at a time, rests between, and all of them together never take more than half of
the calls. What is in hand when the process dies is delivered again under the same webhook-id.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any, Final

import structlog

from services.chassis.client import Reach, Refused, Unanswered, guarded_post
from services.chassis.jobs import JobContext, Jobs
from services.notifications.webhooks import model
from services.notifications.webhooks.deliveries import note_attempt

AT_ONCE: Final = 32
AT_ONCE_FOR_ONE: Final = 4
AT_ONCE_IN_TROUBLE: Final = AT_ONCE // 2
LOOK_AGAIN_SECONDS: Final = 0.25
PARTING_SECONDS: Final = 3.0
ANSWER_SHOWN: Final = 300

jobs = Jobs()
log = structlog.get_logger()
Document = dict[str, Any]


@jobs.every(seconds=2)
def deliver_webhooks(context: JobContext) -> None:
    """Deliver what is due until nothing is left, looking for new work while slow endpoints take their time."""
    desk = _Desk(context)
    while not context.stopping():
        desk.send_out()
        if not desk.in_hand:
            return
        desk.take_in(LOOK_AGAIN_SECONDS)
    desk.part()


@dataclass(frozen=True)
class _Done:
    delivery: str
    attempt: model.Attempt


class _Desk:
    """What is on its way at the moment, and how the endpoints fare. Only this job writes their health."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._done: SimpleQueue[_Done] = SimpleQueue()
        self._health: dict[str, Document] = {one["_id"]: one for one in context.read.find("endpoints", {})}
        self.in_hand: dict[str, str] = {}

    def send_out(self) -> None:
        """Begin every call that is due and has room."""
        while rows := self._due():
            webhooks = self._webhooks({row["webhook"] for row in rows})
            begun = [self._begin(row, webhooks.get(row["webhook"])) for row in rows]
            if not any(begun):
                return

    def take_in(self, seconds: float) -> None:
        """Note every answer that is there, waiting up to `seconds` for the first."""
        try:
            self._note(self._done.get(timeout=seconds))
            while True:
                self._note(self._done.get_nowait())
        except Empty:
            return

    def part(self) -> None:
        """Wait a little for what is on its way, so that a stop repeats as little as possible."""
        deadline = time.monotonic() + PARTING_SECONDS
        while self.in_hand and time.monotonic() < deadline:
            self.take_in(LOOK_AGAIN_SECONDS)

    def _due(self) -> list[Document]:
        room = AT_ONCE - len(self.in_hand)
        due = {
            "state": "queued", "next_at": {"$lte": self._context.now()},
            "webhook": {"$nin": self._not_now()}, "_id": {"$nin": list(self.in_hand)},
        }  # fmt: skip
        return self._context.read.find("deliveries", due, sort=[("next_at", 1)], limit=room) if room > 0 else []

    def _not_now(self) -> list[str]:
        """The endpoints that get no further call at this moment: busy, resting or switched off."""
        now = self._context.now()
        off = {one["_id"] for one in self._context.read.find("webhooks", {"status": "disabled"}, fields=["_id"])}
        resting = {id for id, one in self._health.items() if one["rest_until"] and one["rest_until"] > now}
        busy = {id for id in self.in_hand.values() if not self._has_room(id)}
        crowded = self._troubled() if self._troubled_in_hand() >= AT_ONCE_IN_TROUBLE else set()
        return sorted(off | resting | busy | crowded)

    def _has_room(self, webhook: str) -> bool:
        in_trouble = webhook in self._troubled()
        if in_trouble and self._troubled_in_hand() >= AT_ONCE_IN_TROUBLE:
            return False
        return Counter(self.in_hand.values())[webhook] < (1 if in_trouble else AT_ONCE_FOR_ONE)

    def _troubled(self) -> set[str]:
        return {id for id, one in self._health.items() if model.is_troubled(one)}

    def _troubled_in_hand(self) -> int:
        troubled = self._troubled()
        return sum(webhook in troubled for webhook in self.in_hand.values())

    def _webhooks(self, ids: set[str]) -> dict[str, Document]:
        found = self._context.read.find("webhooks", {"_id": {"$in": sorted(ids)}})
        return {one["_id"]: one for one in found}

    def _begin(self, row: Document, webhook: Document | None) -> bool:
        """Begin a call in a thread of its own; whether it was. What a webhook no longer wants is thrown away."""
        if webhook is None or not model.asks_for(webhook, row):
            self._context.record(lambda uow: uow.discard("deliveries", row["_id"]))
            return False
        if webhook["status"] != "active" or not self._has_room(row["webhook"]):
            return False
        self.in_hand[row["_id"]] = row["webhook"]
        threading.Thread(target=self._call, args=(row, webhook), daemon=True).start()
        return True

    def _call(self, row: Document, webhook: Document) -> None:
        """Whatever happens is noted: a call that ends without a word would hold its place for ever."""
        settings, now = self._context.settings, self._context.now()
        try:
            attempt = post(webhook, row, now, Reach(settings.webhook_reach))
        except Exception as error:
            log.error("webhook.not_made", delivery=row["_id"], fault=type(error).__name__)
            attempt = model.Attempt(at=now, milliseconds=0, error=type(error).__name__)
        self._done.put(_Done(row["_id"], attempt))

    def _note(self, done: _Done) -> None:
        jitter = random.random()  # noqa: S311  spreads attempts, hides nothing  # nosec B311
        webhook = self.in_hand.pop(done.delivery)
        health = self._context.record(lambda uow: note_attempt(uow, done.delivery, done.attempt, jitter))
        if health is not None:
            self._health[webhook] = health
        log.info("webhook", webhook=webhook, verdict=done.attempt.verdict, status=done.attempt.status,
                 ms=done.attempt.milliseconds)  # fmt: skip


def post(webhook: Document, row: Document, now: datetime, reach: Reach) -> model.Attempt:
    """One attempt at a delivery; whatever happens becomes part of the log."""
    began = time.monotonic()

    def attempt(**known: Any) -> model.Attempt:
        return model.Attempt(at=now, milliseconds=int((time.monotonic() - began) * 1000), **known)

    try:
        answer = guarded_post(
            webhook["url"], row["body"].encode(), model.headers(webhook, row, now),
            reach=reach, timeout=model.TIMEOUT_SECONDS,
        )  # fmt: skip
    except Refused as refusal:
        return attempt(error=f"the address is not allowed: {refusal.reason}")
    except Unanswered as error:
        return attempt(error=str(error))
    shown = answer.first_bytes[:ANSWER_SHOWN].decode("utf-8", "replace")
    return attempt(status=answer.status, answer=shown, retry_after=answer.headers.get("retry-after"))
