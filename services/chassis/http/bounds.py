"""What our own fields say of their values in the OpenAPI document: lengths, forms, ranges. Nothing of addresses."""

from __future__ import annotations

from typing import Any, Final

from marshmallow.fields import Field

from services.chassis.http import fields
from services.chassis.http.fields.texts import Text
from services.chassis.http.schema import Filters, Shape
from services.chassis.texts import STATUSES

_CONTROL: Final = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u2028\u2029"
_LANGUAGE: Final = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"

_SHOWN_TEXT: Final = {
    "type": "object",
    "required": ["text", "status"],
    "properties": {
        "text": {"type": "string"},
        "status": {"type": "string", "enum": list(STATUSES)},
        "source_lang": {"type": "string"},
        "updated": {"type": "string", "format": "date-time"},
    },
}
"""What is shown for one language of a translated text."""


def bounds_of(self: Any, field: Any, **_options: Any) -> dict[str, Any]:
    """The keywords of JSON Schema for `field`; an attribute function of apispec's converter, hence `self`."""
    kind = ["object", "null"] if field.allow_none else "object"
    if isinstance(field, fields.OneOf):
        return {"enum": [*field.codes, None] if field.allow_none else list(field.codes)}
    if _is_shown(field):
        return {"type": kind, "additionalProperties": _SHOWN_TEXT} if isinstance(field, fields.Translated) else {}
    if isinstance(field.parent, Filters) and field.name == "sort":
        return {"enum": [f"{sign}{name}" for name in field.parent.sortable for sign in ("", "-")]}
    if isinstance(field, fields.Text):
        return _text(field)
    if isinstance(field, fields.Integer | fields.Number):
        return {"minimum": field.min, "maximum": field.max}
    if isinstance(field, fields.ListOf):
        return {"maxItems": field.max} | ({"minItems": field.min} if field.min else {})
    if isinstance(field, fields.Translated):
        return {"type": kind, "additionalProperties": _translation(field.max), "maxProperties": 30,
                "propertyNames": {"pattern": _LANGUAGE},
                **({"minProperties": 1} if field.required and not field.allow_none else {})}  # fmt: skip
    if isinstance(field, fields.Money):
        amount = {"type": "integer", "minimum": 0, "maximum": 2**53, "description": "minor units (cents)"}
        return {"type": kind, "required": ["amount", "currency"], "additionalProperties": False,
                "properties": {"amount": amount, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}}  # fmt: skip
    if isinstance(field, fields.IsoDate):
        return {"format": "date"}
    return {}


def _is_shown(field: Any) -> bool:
    """Whether the field is of an answer: what is stored keeps to the bounds of the day on which it was written."""
    place = field.parent
    while isinstance(place, Field):
        place = place.parent
    return isinstance(place, Shape)


def _text(field: Text) -> dict[str, Any]:
    """A required text may not be empty, nor be spaces only; a line has no line break."""
    least = max(field.min, 1 if field.required else 0)
    form = getattr(field, "form", None)
    said: dict[str, Any] = {"maxLength": field.max, **({"minLength": least} if least else {})}
    if form is not None:
        return said | {"pattern": f"^(?:{form.pattern}){'' if least else '?'}$"}
    return said | {"pattern": _pattern(several_lines=field.longest > 1000, filled=bool(least))}


def _pattern(*, several_lines: bool, filled: bool) -> str:
    unwanted = _CONTROL if several_lines else _CONTROL + r"\n"
    return f"^[^{unwanted}]*[^{unwanted}\\s][^{unwanted}]*$" if filled else f"^[^{unwanted}]*$"


def _translation(longest: int) -> dict[str, Any]:
    """What stands for one language of a translated text: the text alone, or with where it comes from."""
    pattern = _pattern(several_lines=longest > 1000, filled=True)
    text = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}
    status = {"type": "string", "enum": list(STATUSES)}
    source = {"type": "string", "pattern": _LANGUAGE.replace("^", "^(").replace("$", ")?$")}
    parts = {
        "text": text,
        "status": status,
        "source_lang": source,
        "updated": {"type": "string", "format": "date-time"},
    }
    return {"anyOf": [text, {"type": "object", "required": ["text"], "properties": parts,
                             "additionalProperties": False}]}  # fmt: skip
