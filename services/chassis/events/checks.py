"""Checks made once from a schema, for what arrives thousands of times: plain functions for what is certainly right.

A check gives the value as marshmallow would load it, or UNSURE; then marshmallow decides, which also says what is
wrong. So a check may be as narrow as it likes, but never accept what marshmallow refuses or give another value. Only
the kinds of fields that stand in the table are known; every other kind is always marshmallow's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

from marshmallow import INCLUDE, Schema, ValidationError, missing

from services.chassis.http import fields
from services.chassis.texts import STATUSES

UNSURE: Final = object()
Check = Callable[[Any], Any]
Load = Callable[[Mapping[str, Any]], dict[str, Any] | None]


def compiled(schema: Schema, *, without_hooks: bool = False) -> Load:
    """A function that gives what `schema.load` gives with unknown fields kept; None where only that can tell.

    A schema with rules over several fields is always marshmallow's, but where who calls sees to these: `without_hooks`.
    """
    hooks = not without_hooks and any(schema._hooks.values())
    if hooks or any(one.data_key or one.attribute for one in schema.fields.values()):
        return lambda data: None
    known = {name: (_check(field), field) for name, field in schema.load_fields.items()}
    required = {name for name, field in schema.load_fields.items() if field.required}
    defaults = [(name, field) for name, field in schema.load_fields.items() if field.load_default is not missing]

    def load(data: Mapping[str, Any]) -> dict[str, Any] | None:
        if not required <= data.keys():
            return None
        loaded = dict(data)
        try:
            for name, given in data.items():
                if name in known:
                    check, field = known[name]
                    value = check(given)
                    loaded[name] = field.deserialize(given, name, data) if value is UNSURE else value
            for name, field in defaults:
                if name not in data:
                    loaded[name] = field.deserialize(missing)
        except ValidationError:
            return None
        return loaded

    return load


def _check(field: Any) -> Check:
    """The check of a value of `field`."""
    make = None if field.validators else _MAKERS.get(type(field))
    check = make(field) if make else _unsure
    return _or_none(check) if field.allow_none else check


def _unsure(value: Any) -> Any:
    return UNSURE


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _text(field: Any) -> Check:
    """Printable text holds no control character, and its composed form gains none."""
    least, most, lines = max(field.min, 1 if field.required else 0), field.max, field.longest > 1000

    def check(value: Any) -> Any:
        if type(value) is not str or not (value.replace("\n", "") if lines else value).isprintable():
            return UNSURE
        text = (value if value.isascii() else normalize("NFC", value)).strip()
        return text if least <= len(text) <= most else UNSURE

    return check


def _formed(field: Any) -> Check:
    """Printable ASCII is its own composed form; a text of any of these forms has no blanks to be trimmed."""
    least, most, form = field.min, field.max, field.form

    def check(value: Any) -> Any:
        if type(value) is str and value.isascii() and value.isprintable() and least <= len(value) <= most:
            return value if form.fullmatch(value) else UNSURE
        return UNSURE

    return check


def _one_of(field: Any) -> Check:
    codes = frozenset(field.codes)
    return lambda value: value if type(value) is str and value in codes else UNSURE


def _remembered(field: Any) -> Check:
    """For what is slow to find out of a short text and hangs on nothing else."""

    @lru_cache(maxsize=1000)
    def load(value: str) -> Any:
        try:
            return field.deserialize(value)
        except ValidationError:
            return UNSURE

    return lambda value: load(value) if type(value) is str and len(value) <= 40 else UNSURE


def _integer(field: Any) -> Check:
    least, most = field.min, field.max
    return lambda value: value if type(value) is int and least <= value <= most else UNSURE


def _number(field: Any) -> Check:
    least, most = field.min, field.max
    return lambda value: value if type(value) is float and least <= value <= most else UNSURE


def _boolean(field: Any) -> Check:
    return lambda value: value if value is True or value is False else UNSURE


def _list_of(field: Any) -> Check:
    least, most, once, inner = field.min, field.max, field.once, _check(field.inner)

    def check(values: Any) -> Any:
        if type(values) is not list or not least <= len(values) <= most:
            return UNSURE
        loaded = [inner(value) for value in values]
        return UNSURE if UNSURE in loaded or (once and len({*loaded}) < len(loaded)) else loaded

    return check


def _translated(field: Any) -> Check:
    text, tag, statuses = _check(field._text), _formed(fields.Language()), frozenset(STATUSES)

    def check(value: Any) -> Any:
        if type(value) is not dict or not 0 < len(value) <= 30:
            return UNSURE
        loaded = {}
        for language, part in value.items():
            if type(part) is not dict or part.keys() != _PLAIN_PARTS or tag(language) is UNSURE:
                return UNSURE
            loaded[language] = {"text": text(part["text"]), "status": part["status"]}
            if loaded[language]["text"] is UNSURE or type(part["status"]) is not str or part["status"] not in statuses:
                return UNSURE
        return loaded

    return check


def _nested(field: Any) -> Check:
    schema = field.schema
    if field.many or schema.many or schema.partial or field.unknown or schema.unknown != INCLUDE:
        return _unsure
    load = compiled(schema)

    def check(value: Any) -> Any:
        loaded = load(value) if type(value) is dict else None
        return UNSURE if loaded is None else loaded

    return check


_PLAIN_PARTS = {"text", "status"}
_MAKERS: dict[type[Any], Callable[[Any], Check]] = {
    fields.Text: _text,
    fields.LongText: _text,
    fields.Slug: _formed,
    fields.Id: _formed,
    fields.Language: _formed,
    fields.WebAddress: _formed,
    fields.Email: _formed,
    fields.OneOf: _one_of,
    fields.Country: _remembered,
    fields.TimeZone: _remembered,
    fields.IsoDate: _remembered,
    fields.Integer: _integer,
    fields.Number: _number,
    fields.Degrees: _number,
    fields.Boolean: _boolean,
    fields.ListOf: _list_of,
    fields.Translated: _translated,
    fields.Nested: _nested,
}
