"""The rules of sending: how long we try, how the states follow each other, which mails carry a calendar entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

State = Literal["queued", "sent", "failed", "gone", "withheld"]
Outcome = Literal["sent", "later", "refused", "gone", "withheld"]

STATES: Final = ("queued", "sent", "failed", "gone", "withheld")

UNASKED_AN_HOUR: Final = 5
UNASKED_A_DAY: Final = 20
"""How many mails strangers may cause for one address (RELIABILITY, 9): the next of an hour wait, the next of a day are
never sent. Whoever registers a family for an afternoon stays below [our default]."""

KEEP_TRYING: Final = timedelta(hours=72)
"""Greylisting and full mailboxes pass within hours, outages within days; GOV.UK Notify tries as long (RELIABILITY)."""

FIRST_WAIT: Final = timedelta(seconds=4)
"""The owner of a contact that is just being restarted is back by then; from there on each wait is twice as long."""
LONGEST_WAIT: Final = timedelta(hours=4)
KEPT: Final = timedelta(days=90)
"""How long the bare record of a mail stays for who must answer "was I told?" [our default]."""

INVITATIONS: Final = frozenset(
    {"registration-accepted", "registration-promoted", "registration-repeated", "gathering-changed"}
)
"""Kinds that put the gathering into the reader's calendar, provided that they have a place."""

CANCELLATIONS: Final = frozenset({"registration-cancelled", "gathering-cancelled"})
"""Kinds that take it out again."""

PROMOTIONAL: Final = frozenset({"idea-became-measure", "search-matched"})
"""Kinds that nobody waits for and everybody may stop: they carry List-Unsubscribe (RFC 8058)."""


def row_id(event: str, dataref: str) -> str:
    """The id of the mail that `event` causes for the holder of `dataref`: the same event makes the same row."""
    return f"{event}.{dataref.rsplit('/', 1)[-1]}"


def wait_after(tries: int, jitter: float) -> timedelta:
    """How long to wait after the `tries`th attempt; `jitter` from 0 to 1 adds up to a quarter."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** min(tries - 1, 12), LONGEST_WAIT)
    return doubled * (1.0 + jitter / 4)


def after_attempt(mail: Mapping[str, Any], outcome: Outcome, now: datetime, jitter: float) -> dict[str, Any]:
    """What of the row changes after an attempt: state, tries, next_at, and why it failed.

    A mail that is put off past KEEP_TRYING has failed; its reason is then `expired`.
    """
    tries = mail["tries"] + 1
    ended: dict[str, Any] = {"tries": tries, "next_at": None, "ended_at": now}
    if outcome in ("sent", "gone", "withheld"):
        return {**ended, "state": outcome, "reason": None}
    if outcome == "refused":
        return {**ended, "state": "failed", "reason": "refused"}
    if now - mail["created_at"] >= KEEP_TRYING:
        return {**ended, "state": "failed", "reason": "expired"}
    return {"tries": tries, "next_at": now + wait_after(tries, jitter), "state": "queued"}


def judge_unasked(last_hour: int, last_day: int) -> Literal["now", "later", "withheld"]:
    """What becomes of a mail that a stranger causes for an address that got so many of them already."""
    if last_day >= UNASKED_A_DAY:
        return "withheld"
    return "later" if last_hour >= UNASKED_AN_HOUR else "now"


def calendar_method(kind: str, status: str | None) -> Literal["REQUEST", "CANCEL"] | None:
    """What a mail of `kind` says to the calendar of somebody whose registration has `status` (RFC 5546)."""
    if kind in CANCELLATIONS and status != "waiting":
        return "CANCEL"
    if kind in INVITATIONS and status == "registered":
        return "REQUEST"
    return None
