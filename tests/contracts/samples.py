"""Samples of events made of their schemas: the fullest and the barest that a contract allows."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema
from marshmallow import fields as theirs

from services.chassis.http import fields

BY_KIND: dict[type[Any], Any] = {
    fields.Instant: "2026-03-01T08:00:00Z",
    fields.IsoDate: "2026-03-01",
    fields.TimeZone: "Europe/Rome",
    fields.Country: "IT",
    fields.Language: "it",
    fields.Email: "name@example.org",
    fields.WebAddress: "https://example.org/",
    fields.Slug: "catania",
    fields.Id: "01a2",
    fields.Translated: {"it": {"text": "testo", "status": "original"}},
    fields.Money: {"amount": 100, "currency": "EUR"},
    fields.Boolean: True,
    fields.Degrees: 1.5,
    fields.Number: 1.5,
    fields.Text: "text",
    theirs.String: "text",
}


def sample(schema: Schema, *, full: bool) -> dict[str, Any]:
    """Data that `schema` takes, with every field or with the required ones alone."""
    wanted = {name: field for name, field in schema.fields.items() if full or field.required}
    return {name: _value(field, full) for name, field in wanted.items()}


def _value(field: Any, full: bool) -> Any:
    if isinstance(field, fields.OneOf):
        return field.codes[0]
    if isinstance(field, fields.Nested):
        inner = sample(field.schema, full=full)
        return [inner] if field.many else inner
    if isinstance(field, theirs.List):
        return [_value(field.inner, full)] if full or getattr(field, "min", 0) else []
    if isinstance(field, fields.Integer):
        return max(field.min, min(field.max, 1))
    if isinstance(field, theirs.Dict):
        return {"key": _value(field.value_field, full)} if full and field.value_field else {}
    for kind, value in BY_KIND.items():
        if isinstance(field, kind):
            return value
    raise AssertionError(f"no sample for {type(field).__name__}")
