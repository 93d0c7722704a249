"""The outbox of a service: events that committed with their change, each a row that is `new` until it has a number.

Their order is the business of feed.py, sending them that of events/relay.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from pymongo.read_concern import ReadConcern

from services.chassis.events.contract import Event
from services.chassis.store.database import Database, Row
from services.chassis.telemetry.trace import current_traceparent

_AT_ONE_INSTANT = ReadConcern("snapshot")


class Cause(Protocol):
    """The event that a new event is said because of."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def epoch(self) -> str:
        """The epoch of its source's feed."""

    @property
    def version_epoch(self) -> str:
        """The epoch in which the version of its subject counts; "" for that of the feed."""

    @property
    def correlation_id(self) -> str:
        """What it and everything that follows from it is grouped by."""


def row(
    id: str, event: type[Event], document: Mapping[str, Any], said: Mapping[str, Any],
    now: datetime, actor: str, cause: Cause | None, dataref: str | None,
) -> Row:  # fmt: skip
    """A new row of the outbox that says `event` about `document`; `said` has been checked."""
    return {
        "_id": id,
        "new": True,
        "type": event.type,
        "subject": document["_id"],
        "subjectversion": document.get("version", 1),
        "city": document.get("city"),
        "time": now,
        "actor": actor,
        "correlationid": cause.correlation_id if cause else id,
        "causationid": cause.id if cause else None,
        "traceparent": current_traceparent(),
        "dataref": dataref,
        "data": said,
    }


def new_rows(database: Database, limit: int) -> list[Row]:
    """Up to `limit` rows that have no number yet, by id, as they all stood at one instant.

    Without that a row could be missed which committed before another one that is seen.
    """
    rows = database.rows("outbox").with_options(read_concern=_AT_ONE_INSTANT)
    return list(rows.find({"new": True}, {"new": 0}, sort=[("_id", 1)], limit=limit, batch_size=limit))
