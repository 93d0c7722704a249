"""What an endpoint gets: the event as CloudEvents JSON, without what is only for our own services."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from services.chassis.events import Received
from services.chassis.events.envelope import written
from services.chassis.http.json import dump
from services.notifications.webhooks.model import LARGEST_BODY, TEST_TYPE

OURS_ALONE: Final = frozenset(
    {"dataref", "actor", "feedepoch", "versionepoch", "sequence", "causationid", "dataschema"}
)
"""Personal data are behind `dataref`, `actor` is somebody's account, the others number and name things inside."""


def payload(event: Received) -> str:
    """The body for `event`. One of more than LARGEST_BODY bytes goes without its data, and says so: ask the API."""
    told = {name: value for name, value in written(event).items() if name not in OURS_ALONE}
    body = dump(told)
    if len(body) > LARGEST_BODY:
        body = dump({**told, "data": {}, "dataomitted": True})
    return body.decode()


def test_payload(id: str, webhook: str, city: str | None, now: datetime) -> str:
    """The body of an event that only tries the endpoint."""
    told: dict[str, Any] = {
        "specversion": "1.0", "id": id, "source": "/notifications", "type": TEST_TYPE, "subject": webhook,
        "time": now, "datacontenttype": "application/json", "data": {"webhook": webhook},
    }  # fmt: skip
    return dump(told | ({"city": city} if city else {})).decode()
