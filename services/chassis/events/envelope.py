"""The form in which an event travels: CloudEvents 1.0 as JSON, with our extensions. No reactions, no transport."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from services.chassis.events.reactions import Received
from services.chassis.http.json import dump

LARGEST_BYTES = 1024 * 1024


class Undecodable(Exception):
    """Bytes that are not an event of ours."""


def cloud_event(row: Mapping[str, Any], source: str, epoch: str) -> dict[str, Any]:
    """A row of the outbox of service `source` as a CloudEvent; attributes without a value are left out."""
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


def decode(body: bytes) -> Received:
    """The event that `body` holds. Raises `Undecodable` with the reason."""
    if len(body) > LARGEST_BYTES:
        raise Undecodable(f"{len(body)} bytes are more than {LARGEST_BYTES}")
    try:
        parsed = orjson.loads(body)
        return received(parsed)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Undecodable(f"{type(error).__name__}: {str(error)[:200]}") from error


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
        "_id": event.id, "sequence": event.sequence, "type": event.type, "subject": event.subject,
        "subjectversion": event.subject_version, "city": event.city, "time": event.time, "actor": event.actor or None,
        "correlationid": event.correlation_id, "causationid": None, "traceparent": event.traceparent or None,
        "dataref": event.dataref, "data": event.data,
    }  # fmt: skip
    return cloud_event(row, event.source, event.epoch)
