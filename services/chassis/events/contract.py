"""What an event is: a marshmallow schema with a type. The events themselves live in services/contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any, ClassVar

import orjson
from marshmallow import RAISE, Schema, ValidationError
from marshmallow.fields import List, Nested

from services.chassis.events.checks import Load, compiled

PREFIX = "eu.learning-cities."
LARGEST_BYTES = 256 * 1024


def address_of(service: str) -> str:
    """The routing key of what `service` says: several events in a message, whatever their types."""
    return f"{PREFIX}{service}.events"


class ContractBroken(Exception):
    """A service said something that its own contract does not allow: a fault in the program."""


class Event(Schema):
    """Base of every event. A subclass names its `type`, its fields, and in its docstring who says and who hears it."""

    type: ClassVar[str] = ""

    class Meta:
        """Unknown fields are refused when an event is said; who hears one keeps them (see `received`)."""

        unknown = RAISE

    @classmethod
    def service(cls) -> str:
        """The name of the service that says this event."""
        return cls.type.removeprefix(PREFIX).split(".", 1)[0]

    @classmethod
    def said(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """`data` as plain JSON values, checked. Raises `ContractBroken` naming what is wrong."""
        written = orjson.dumps(dict(data))
        if len(written) > LARGEST_BYTES:
            raise ContractBroken(f"{cls.type}: {len(written)} bytes are more than {LARGEST_BYTES}")
        plain: dict[str, Any] = orjson.loads(written)
        if not plain.keys() <= _schema(cls).fields.keys() or _load(cls)(plain) is None:
            errors = _schema(cls).validate(plain)
            if errors:
                raise ContractBroken(f"{cls.type}: {errors}")
        return plain

    @classmethod
    def told_of(cls, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the contract lets be told of `document`: the fields that both have, inner ones too."""
        return _told(_schema(cls), document)

    @classmethod
    def heard(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data of an event from the bus as Python values; unknown fields (of a newer sender) are kept.

        Raises `ContractBroken` when a known field is wrong or a required one is missing.
        """
        checked = _load(cls)(data)
        if checked is not None:
            return checked
        try:
            loaded: dict[str, Any] = _schema(cls).load(data, unknown="include")
        except ValidationError as error:
            raise ContractBroken(f"{cls.type}: {error.messages}") from error
        return loaded


def _told(schema: Schema, document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part(document[name]) if part else document[name] for name, part in _parts(schema) if name in document}


@cache
def _parts(schema: Schema) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The fields of a schema, each with what picks from its value; None where the value is told as it is."""
    return [(name, _part(field)) for name, field in schema.fields.items()]


def _part(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, List):
        inner = _part(field.inner)
        return inner and (lambda values: values and [inner(one) for one in values])
    if isinstance(field, Nested):
        schema = field.schema
        if field.many:
            return lambda values: values and [_told(schema, one) for one in values]
        return lambda value: value and _told(schema, value)
    return None


@cache
def _schema(event: type[Event]) -> Event:
    """The one instance of a schema: making one costs more than using it."""
    return event()


@cache
def _load(event: type[Event]) -> Load:
    """The check made of a schema."""
    return compiled(_schema(event))


def events_of(module: ModuleType) -> Iterator[type[Event]]:
    """Every event that a contracts module defines, in order of its type."""
    found = (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Event) and one.type)
    yield from sorted(found, key=lambda one: one.type)
