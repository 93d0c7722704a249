"""What can be wished for, and what holds for who has wished for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Channel = Literal["mail", "in_app"]

MAIL_KINDS: Final = ("agreement-expiring", "search-matched", "erasure-late", "webhook-disabled")
"""Mails to accounts that can be done without. Those about one's own password cannot."""

IN_APP_KINDS: Final = (
    "ticket-opened",
    "ticket-reopened",
    "gathering-cancelled",
    "round-closed",
    "transfer-opened",
    "transfer-advanced",
    "diary-overdue",
    "diary-entry-written",
    "service-review-due",
    "agreement-expiring",
    "meeting-planned",
    "meeting-cancelled",
    "decision-overdue",
    "search-matched",
    "erasure-late",
    "erasure-took-account",
    "cities-without-staff",
    "webhook-disabled",
)


def defaults(account: str, language: str) -> dict[str, Any]:
    """The preferences of an account that has not said any: everything, in the language it reads; version 0."""
    return {
        "_id": account,
        "version": 0,
        "language": language,
        "mail": dict.fromkeys(MAIL_KINDS, True),
        "in_app": dict.fromkeys(IN_APP_KINDS, True),
    }


def completed(preferences: Mapping[str, Any]) -> dict[str, Any]:
    """Preferences with what came into the world after they were said."""
    whole = defaults(preferences["_id"], preferences["language"])
    return {**preferences, **{channel: whole[channel] | preferences[channel] for channel in ("mail", "in_app")}}


def muted(preferences: Mapping[str, Any], channel: Channel) -> list[str]:
    """The kinds that the account does not want by `channel`."""
    return sorted(kind for kind, wanted in preferences[channel].items() if not wanted)
