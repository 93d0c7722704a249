"""Bodies that are right, made of the schemas that check them, so that a new address is tried without being told of.

Texts carry MARK; what names a person carries the marks of PERSONAL, which must never leave the owner's documents.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema
from marshmallow import fields as plain

from services.chassis.http import fields

MARK = "Zugvogel"
NAME, EMAIL = "Ottilie Kanarienvogel", "ottilie.kanarienvogel@example.org"
PERSONAL = ("Kanarienvogel", "kanarienvogel")
PERSONAL_FIELDS = {"name": NAME, "given_name": "Ottilie", "family_name": "Kanarienvogel", "email": EMAIL}

Body = dict[str, Any]


def body_of(schema: type[Schema] | Schema, **given: Any) -> Body:
    """A right body for `schema`; `given` fields are as they are given. Optional references and `...` are left out."""
    made = schema() if isinstance(schema, type) else schema
    known = {name: field for name, field in made.fields.items() if not _is_loose_reference(field)}
    body = {name: value_of(field) for name, field in known.items() if name not in given} | given
    return {name: value for name, value in body.items() if value is not ...}


def value_of(field: plain.Field[Any]) -> Any:
    """A right value for `field`, by the first kind in KINDS that it is of."""
    for kind, make in KINDS.items():
        if isinstance(field, kind):
            return make(field)
    raise LookupError(f"no example for {type(field).__name__}: add one here")


def _is_loose_reference(field: plain.Field[Any]) -> bool:
    inner = field.inner if isinstance(field, plain.List) else field
    return isinstance(inner, fields.Id) and not field.required


def _text(field: Any) -> str:
    return (MARK * 3)[: min(len(MARK), field.max)]


def _whole(field: Any) -> int:
    return int(max(field.min, min(field.max, 3)))


KINDS: dict[type[plain.Field[Any]], Callable[[Any], Any]] = {
    plain.Nested: lambda field: body_of(field.schema),
    plain.List: lambda field: [value_of(field.inner)],
    plain.Dict: lambda field: {MARK: value_of(field.value_field)},
    fields.Translated: lambda field: {"en": {"text": MARK[: field.max]}},
    fields.Money: lambda field: {"amount": 100, "currency": "EUR"},
    fields.OneOf: lambda field: field.codes[0],
    fields.Email: lambda field: EMAIL,
    fields.WebAddress: lambda field: "https://example.org/",
    fields.Phone: lambda field: "+390951234567",
    fields.Country: lambda field: "IT",
    fields.Language: lambda field: "it",
    fields.TimeZone: lambda field: "Europe/Rome",
    fields.Slug: lambda field: "catania",
    fields.Id: lambda field: "an-id",
    fields.Text: _text,
    fields.Instant: lambda field: "2030-05-01T09:00:00+00:00",
    fields.IsoDate: lambda field: "2030-05-01",
    fields.Integer: _whole,
    fields.Number: _whole,
    fields.Boolean: lambda field: True,
    plain.String: lambda field: MARK,
}
