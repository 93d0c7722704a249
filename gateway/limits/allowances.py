"""How much one caller may ask, and the headers that say so (IETF draft "RateLimit header fields for HTTP").

What is asked often is counted in the memory of each process; the few strict limits are counted in the store, so that
they hold over all processes and a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import ceil
from typing import Final

from limits import RateLimitItem, parse

from gateway.limits.counters import Counters, QuickCounters, StoredCounters
from gateway.records import Records
from gateway.settings import GatewaySettings
from services.chassis.errors import RateLimited

STRICT: Final = frozenset(
    {"sign_in", "sign_in_address", "second_step", "second_step_day", "reset", "reset_address"}
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit: name, quota, window in seconds, requests remaining, seconds until full again."""

    name: str
    quota: int
    window: int
    remaining: int
    seconds: int

    def headers(self) -> list[tuple[str, str]]:
        """RateLimit-Policy and RateLimit."""
        return [
            ("RateLimit-Policy", f'"{self.name}";q={self.quota};w={self.window}'),
            ("RateLimit", f'"{self.name}";r={self.remaining};t={self.seconds}'),
        ]


class Limits:
    """All limits of the gateway, by the names of the `limit_` settings."""

    def __init__(self, records: Records, own: GatewaySettings) -> None:
        self._items: dict[str, RateLimitItem] = {
            field.name.removeprefix("limit_"): parse(getattr(own, field.name))
            for field in fields(own)
            if field.name.startswith("limit_")
        }
        self._quick, self._strict = QuickCounters(), StoredCounters(records)

    def spend(self, name: str, key: str) -> Allowance:
        """Count one request of `key`. RateLimited, with Retry-After, when nothing is left."""
        item = self._items[name]
        window = item.get_expiry()
        used, left = self._counters(name).count(f"{name} {key}", window)
        allowance = Allowance(
            name.replace("_", "-"), item.amount, window, max(0, item.amount - used), max(1, ceil(left))
        )
        if used > item.amount:
            raise RateLimited(headers={"Retry-After": str(allowance.seconds), **dict(allowance.headers())})
        return allowance

    def forgive(self, name: str, key: str) -> None:
        """Forget what `key` has used."""
        self._counters(name).forget(f"{name} {key}")

    def _counters(self, name: str) -> Counters:
        return self._strict if name in STRICT else self._quick
