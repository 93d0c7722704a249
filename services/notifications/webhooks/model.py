"""The rules of delivering after Standard Webhooks: signatures, retries, when an endpoint rests and is switched off."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal

Verdict = Literal["delivered", "failed", "gone"]
Document = dict[str, Any]

STATES: Final = ("queued", "delivered", "failed")
REASONS: Final = ("gone", "failing", "owner", "access")

RETRIES: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""The waits between attempts that Standard Webhooks names: 75 h 35 min in all."""

SWITCHED_OFF_AFTER: Final = timedelta(days=5)
"""Without one success for so long (Svix does the same) an endpoint gets nothing more."""

OVERLAP: Final = timedelta(hours=24)
"""How long the former secret signs too after a rotation."""

KEPT: Final = timedelta(days=30)
LARGEST_BODY: Final = 20_000
TIMEOUT_SECONDS: Final = 20.0
SLOW_MILLISECONDS: Final = 2_000
LONGEST_REST: Final = timedelta(minutes=5)
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
MOST_ATTEMPTS_SHOWN: Final = 50
TEST_TYPE: Final = "eu.learning-cities.notifications.webhook.tested.v1"
"""The type of the event that an owner has sent to try an endpoint; no service says it."""


@dataclass(frozen=True)
class Attempt:
    """One POST to an endpoint: the status, or what went wrong instead, and what it asked of us."""

    at: datetime
    milliseconds: int
    status: int | None = None
    error: str | None = None
    answer: str = ""
    retry_after: str | None = None

    @property
    def verdict(self) -> Verdict:
        """2xx is success, 410 ends it, everything else (3xx too) is a failure."""
        if self.status == 410:
            return "gone"
        return "delivered" if self.status is not None and 200 <= self.status < 300 else "failed"

    def shown(self) -> Document:
        """The attempt as the delivery log has it."""
        return {
            "at": self.at,
            "status": self.status,
            "error": self.error,
            "answer": self.answer,
            "milliseconds": self.milliseconds,
        }


def new_secret() -> str:
    """A signing secret: 32 random bytes as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def rotated(kept: Sequence[Mapping[str, Any]], fresh: str, now: datetime) -> list[Document]:
    """The secrets after a rotation: the fresh one, and the former until OVERLAP has passed."""
    former = [{"secret": one["secret"], "until": now + OVERLAP} for one in kept if one["until"] is None]
    return [{"secret": fresh, "until": None}, *former]


def signatures(kept: Sequence[Mapping[str, Any]], id: str, now: datetime, body: bytes) -> str:
    """The webhook-signature header: `v1,<base64 HMAC-SHA256(id.timestamp.body)>` for each secret that still counts."""
    signed = f"{id}.{int(now.timestamp())}.".encode() + body
    live = [one["secret"] for one in kept if one["until"] is None or now < one["until"]]
    return " ".join(f"v1,{_hmac(secret, signed)}" for secret in live)


def _hmac(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(webhook: Mapping[str, Any], delivery: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """The headers of one attempt; the id is the event's, the same each time, so that receivers can drop repetitions."""
    body = delivery["body"].encode()
    return {
        "Content-Type": "application/cloudevents+json",
        "User-Agent": "LearningCities-Webhooks/1",
        "webhook-id": delivery["event"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signatures(webhook["secrets"], delivery["event"], now, body),
    }


def after_attempt(delivery: Mapping[str, Any], attempt: Attempt, jitter: float) -> Document:
    """What of a delivery changes after `attempt`; `jitter` from 0 to 1 adds up to a tenth to the wait."""
    tries = delivery["tries"] + 1
    log = [*delivery["attempts"], attempt.shown()][-MOST_ATTEMPTS_SHOWN:]
    changed: Document = {"tries": tries, "attempts": log, "next_at": None, "updated_at": attempt.at}
    if attempt.verdict == "delivered":
        return {**changed, "state": "delivered"}
    if attempt.verdict == "gone" or tries > len(RETRIES):
        return {**changed, "state": "failed"}
    wait = RETRIES[tries - 1] * (1 + jitter / 10)
    asked = asked_wait(attempt.retry_after, attempt.at)
    return {**changed, "state": "queued", "next_at": attempt.at + max(wait, asked)}


def asked_wait(retry_after: str | None, now: datetime) -> timedelta:
    """The wait that a Retry-After header asks for (seconds or a date), at most a day; nothing if it cannot be read."""
    if retry_after is None:
        return timedelta()
    try:
        if retry_after.strip().isdigit():
            wait = timedelta(seconds=min(int(retry_after), int(LONGEST_RETRY_AFTER.total_seconds())))
        else:
            moment = parsedate_to_datetime(retry_after)
            wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return timedelta()
    return max(timedelta(), min(wait, LONGEST_RETRY_AFTER))


def asks_for(webhook: Mapping[str, Any], delivery: Mapping[str, Any]) -> bool:
    """Whether the webhook still wants what a delivery brings."""
    return delivery["type"] == TEST_TYPE or delivery["type"] in webhook["types"]


def fresh_health(webhook: str) -> Document:
    """How an endpoint fares that nothing is known of."""
    return {"_id": webhook, "failures": 0, "failing_since": None, "rest_until": None, "slow": False}


def health_after(health: Mapping[str, Any], attempt: Attempt) -> Document:
    """How the endpoint fares after `attempt`. One that fails rests, doubling up to LONGEST_REST, whatever is due."""
    if attempt.verdict == "delivered":
        return fresh_health(health["_id"]) | {"slow": attempt.milliseconds > SLOW_MILLISECONDS}
    failures = health["failures"] + 1
    rest = min(timedelta(seconds=5) * 2 ** min(failures - 1, 10), LONGEST_REST)
    return {
        **health,
        "failures": failures,
        "failing_since": health["failing_since"] or attempt.at,
        "rest_until": attempt.at + max(rest, asked_wait(attempt.retry_after, attempt.at)),
    }


def reason_to_switch_off(health: Mapping[str, Any], attempt: Attempt) -> Literal["gone", "failing"] | None:
    """Why the endpoint gets nothing more after `attempt`, if so."""
    if attempt.verdict == "gone":
        return "gone"
    since = health["failing_since"]
    if attempt.verdict == "failed" and since is not None and attempt.at - since >= SWITCHED_OFF_AFTER:
        return "failing"
    return None


def is_troubled(health: Mapping[str, Any]) -> bool:
    """Whether the endpoint fails or is slow: it then gets one call at a time, so that it holds up nobody else."""
    return bool(health["failures"] or health["slow"])
