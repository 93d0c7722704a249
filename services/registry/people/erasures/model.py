"""The rules of erasing. Imports the standard library only."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

IN_TIME: Final = timedelta(minutes=1)
"""How long the others may take before staff are told who has not erased yet."""
WORTH_A_MAIL: Final = timedelta(minutes=5)
"""How long they may take before somebody is written to: a service that was just restarted is back by then."""
GIVEN_UP: Final = timedelta(days=30)
"""How long the addresses stay for a service that does not confirm; after that it has to be looked into by hand."""


def missing(confirmed: Iterable[Mapping[str, Any]], expected: Iterable[str]) -> list[str]:
    """The services that have not said yet that they are done, in the order of `expected`."""
    done = {one["service"] for one in confirmed}
    return [name for name in expected if name not in done]


def confirmed_by(
    confirmed: Iterable[Mapping[str, Any]], service: str, at: datetime, erased: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The confirmations with that of `service`; what it said first stands."""
    known = [dict(one) for one in confirmed]
    if any(one["service"] == service for one in known):
        return known
    counts = [{"kind": one["kind"], "number": one["number"]} for one in erased]
    return [*known, {"service": service, "at": at, "erased": counts}]


def is_late(asked_at: datetime, complete_at: datetime | None, now: datetime) -> bool:
    """Whether somebody has to look why not every service has erased yet."""
    return complete_at is None and now - asked_at > IN_TIME
