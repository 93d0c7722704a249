"""How every wing says an event: with exactly those fields of the document that its contract names."""

from functools import cache
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field, List, Nested

from services.chassis.events import Event
from services.chassis.store import Document, UnitOfWork


def say(uow: UnitOfWork, event: type[Event], document: Document) -> None:
    """Publish `event` about `document`, which has every field that the contract of the event names."""
    uow.publish(event, document, **_told(_schema(event), document))


def _told(schema: Schema, document: Document) -> Document:
    return {name: _part(field, document[name]) for name, field in schema.fields.items()}


def _part(field: Field[Any], value: Any) -> Any:
    """A value as the contract lets it be told: the parts of an object that it does not name stay here."""
    if isinstance(field, List) and value:
        return [_part(field.inner, one) for one in value]
    if isinstance(field, Nested) and value:
        return _told(field.schema, value)
    return value


@cache
def _schema(event: type[Event]) -> Event:
    return event()
