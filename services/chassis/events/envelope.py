"""The form in which events travel: CloudEvents 1.0 as JSON with our extensions, several in a message (its JSON batch
format, an array). No reactions, no transport.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from services.chassis.events.reactions import Received
from services.chassis.http.json import dump

LARGEST_BYTES = 1024 * 1024
MOST_TOGETHER, MOST_TOGETHER_BYTES = 50, 100_000
"""How many events one message holds: a broker has nearly the same work with fifty small events as with one."""


_NOT_OURS = (KeyError, TypeError, ValueError, AttributeError)  # of JSON that is none a ValueError too


def cloud_event(row: Mapping[str, Any], source: str, epoch: str) -> dict[str, Any]:
    """A row of the outbox of service `source` as a CloudEvent; attributes without a value are left out.

    `epoch` is that of the feed now; an event that was numbered in an earlier one says so: its version is of that one.
    """
    numbered_in = row.get("epoch")
    event = {
        "specversion": "1.0",
        "id": row["_id"],
        "source": f"/{source}",
        "type": row["type"],
        "subject": row["subject"],
        "time": row["time"],
        "datacontenttype": "application/json",
        "dataschema": f"/api/v1/asyncapi.json#/components/schemas/{row['type']}",
        "sequence": str(row["sequence"]),
        "feedepoch": epoch,
        "versionepoch": numbered_in if numbered_in != epoch else None,
        "subjectversion": row["subjectversion"],
        "city": row["city"],
        "actor": row["actor"],
        "correlationid": row["correlationid"],
        "causationid": row["causationid"],
        "traceparent": row["traceparent"],
        "dataref": row["dataref"],
        "data": row["data"],
    }
    return {name: value for name, value in event.items() if value is not None}


def encode(row: Mapping[str, Any], source: str, epoch: str) -> bytes:
    """The CloudEvent of a row as bytes."""
    return dump(cloud_event(row, source, epoch))


def messages(rows: Iterable[Mapping[str, Any]], source: str, epoch: str) -> list[bytes]:
    """The CloudEvents of rows in order, as many together as go into one message."""
    made: list[list[bytes]] = []
    size = 0
    for row in rows:
        event = encode(row, source, epoch)
        if not made or len(made[-1]) >= MOST_TOGETHER or size + len(event) > MOST_TOGETHER_BYTES:
            made.append([])
            size = 0
        made[-1].append(event)
        size += len(event)
    return [b"[%b]" % b",".join(events) for events in made]


def decode_message(body: bytes) -> tuple[list[Received], list[tuple[bytes, str]]]:
    """The events that a message holds, one alone or an array; and what is none of ours, each with the reason."""
    if len(body) > LARGEST_BYTES:
        return [], [(body, f"{len(body)} bytes are more than {LARGEST_BYTES}")]
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return [], [(body, _reason(error))]
    events: list[Received] = []
    undecodable: list[tuple[bytes, str]] = []
    for one in parsed if isinstance(parsed, list) else [parsed]:
        try:
            events.append(received(one))
        except _NOT_OURS as error:
            undecodable.append((orjson.dumps(one), _reason(error)))
    return events, undecodable


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


def received(event: Mapping[str, Any]) -> Received:
    """A CloudEvent as reactions see it. KeyError, TypeError or ValueError where it is not one of ours."""
    if event["specversion"] != "1.0" or not isinstance(event["data"], dict):
        raise ValueError("not a CloudEvent 1.0 with data")
    return Received(
        id=str(event["id"]),
        type=str(event["type"]),
        source=str(event["source"]).strip("/"),
        sequence=int(event["sequence"]),
        epoch=str(event["feedepoch"]),
        version_epoch=str(event.get("versionepoch", event["feedepoch"])),
        subject=str(event["subject"]),
        subject_version=int(event["subjectversion"]),
        time=datetime.fromisoformat(event["time"]),
        city=event.get("city"),
        actor=str(event.get("actor", "")),
        data=event["data"],
        dataref=event.get("dataref"),
        correlation_id=str(event.get("correlationid", event["id"])),
        traceparent=str(event.get("traceparent", "")),
    )


def written(event: Received) -> dict[str, Any]:
    """An event that was received, as the CloudEvent it came as: for who passes it on."""
    row = {
        "_id": event.id, "sequence": event.sequence, "epoch": event.version_epoch or event.epoch, "type": event.type,
        "subject": event.subject, "subjectversion": event.subject_version, "city": event.city, "time": event.time,
        "actor": event.actor or None, "correlationid": event.correlation_id, "causationid": None,
        "traceparent": event.traceparent or None,
        "dataref": event.dataref, "data": event.data,
    }  # fmt: skip
    return cloud_event(row, event.source, event.epoch)
