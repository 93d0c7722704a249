"""The AsyncAPI 3.0 document of a service: every event it says, made of the same schemas that check them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from services.chassis.events.contract import Event, address_of, events_of

_TEXT = {"type": "string"}
_ENVELOPE: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": {**_TEXT, "description": "UUIDv7; the same again when an event is repeated"},
    "source": {**_TEXT, "description": "/<service>"},
    "subject": {**_TEXT, "description": "id of what the event is about"},
    "time": {**_TEXT, "format": "date-time"},
    "datacontenttype": {"const": "application/json"},
    "dataschema": _TEXT,
    "sequence": {**_TEXT, "description": "number in the feed of the source, without gaps"},
    "feedepoch": {**_TEXT, "description": "changes when the source was restored from a backup"},
    "versionepoch": {**_TEXT, "description": "the epoch that subjectversion counts in, if it is an earlier one"},
    "subjectversion": {"type": "integer"},
    "city": {**_TEXT, "description": "left out when the event concerns the whole network"},
    "actor": _TEXT,
    "correlationid": _TEXT,
    "causationid": _TEXT,
    "traceparent": _TEXT,
    "dataref": {**_TEXT, "description": "where the owner keeps the personal data, for other services only"},
}
_NEEDED = ["specversion", "id", "source", "type", "subject", "time", "sequence", "feedepoch", "subjectversion", "data"]


def document(name: str, contracts: ModuleType | None) -> dict[str, Any]:
    """The document of service `name`, whose events stand in the module `contracts`."""
    events = list(events_of(contracts)) if contracts else []
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"Learning Cities: events of {name}", "version": "1"},
        "defaultContentType": "application/cloudevents-batch+json",
        "channels": {name: _channel(name, events)} if events else {},
        "operations": {f"say-{_key(event)}": _operation(event) for event in events},
        "components": {
            "messages": {_key(event): _message(event) for event in events},
            "schemas": {**{event.type: _payload(event) for event in events}, **schemas_of(events)},
        },
    }


def schemas_of(events: list[type[Event]]) -> dict[str, Any]:
    """JSON schemas of the data of `events` by type (the key ends in .data), with those they are made of."""
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    spec = APISpec(title="events", version="1", openapi_version="3.1.0", plugins=[plugin])
    for event in events:
        spec.components.schema(f"{event.type}.data", schema=event)
    found: dict[str, Any] = spec.to_dict().get("components", {}).get("schemas", {})
    # What we say is checked against unknown fields, but who hears it must live with what a newer version adds.
    return {name: {**schema, "additionalProperties": True} for name, schema in found.items()}


def _schema_name(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return f"{kind.type}.data" if issubclass(kind, Event) and kind.type else kind.__name__


def _key(event: type[Event]) -> str:
    return event.type.removeprefix("eu.learning-cities.").replace(".", "-")


def _channel(name: str, events: list[type[Event]]) -> dict[str, Any]:
    """All events of a service go one way, in its order."""
    told = "A message is an array of events in the order of their numbers (the JSON batch format of CloudEvents)."
    messages = {_key(event): {"$ref": f"#/components/messages/{_key(event)}"} for event in events}
    return {"address": address_of(name), "description": told, "messages": messages}


def _operation(event: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{event.service()}"
    message = {"$ref": f"{channel}/messages/{_key(event)}"}
    return {"action": "send", "channel": {"$ref": channel}, "messages": [message]}


def _message(event: type[Event]) -> dict[str, Any]:
    told = " ".join((event.__doc__ or "").split())
    return {"name": event.type, "title": event.__name__, "summary": told,
            "payload": {"$ref": f"#/components/schemas/{event.type}"}}  # fmt: skip


def _payload(event: type[Event]) -> dict[str, Any]:
    data = {"$ref": f"#/components/schemas/{event.type}.data"}
    properties = {**_ENVELOPE, "type": {"const": event.type}, "data": data}
    return {"type": "object", "required": _NEEDED, "properties": properties}
