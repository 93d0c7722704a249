"""The three kinds of schema at the web edge: Body comes in, Shape goes out, Filters and its like are what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, missing, validates
from marshmallow.fields import Field

from services.chassis.http import fields
from services.chassis.i18n import N_, _

EVERYWHERE = frozenset({"id", "version", "created_at", "updated_at"})
DEFAULT_LIMIT, LARGEST_LIMIT = 50, 200


class _Strict(Schema):
    """Unknown fields are refused by name, not dropped."""

    error_messages = {
        "unknown": N_("There is no such field."),
        "type": N_("This must be an object."),
    }

    class Meta:
        """As every schema of the edge."""

        unknown = RAISE


class Body(_Strict):
    """What a request may carry."""


class Shape(_Strict):
    """What an answer may show: the names of its fields are the allow-list; the values are stored as they are shown.

    Any may be null but those that every document has: one that was stored before a field was added does not have it.
    """

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:
        """Say so in the document of the API."""
        field_obj.allow_none = field_obj.allow_none or field_name not in EVERYWHERE


class DocumentShape(Shape):
    """What every document shows before what it is about."""

    id = fields.Id()
    version = fields.Integer()
    created_at = fields.Instant()
    updated_at = fields.Instant()


def facts_of(shape: type[Shape], *besides: str) -> tuple[str, ...]:
    """What can change of a document that is shown in `shape`: its fields, without those that every document has."""
    return tuple(name for name in instance(shape).fields if name not in EVERYWHERE | set(besides))


class Asked(_Strict):
    """What an address may be asked: nothing but what a subclass names."""


class Pages(Asked):
    """What a list in one order may be asked, with nothing to search."""

    limit = fields.Integer(min=1, max=LARGEST_LIMIT, load_default=DEFAULT_LIMIT, from_text=True)
    after = fields.Text(max=1000)


class Changes(Pages):
    """The same, and what has changed since a moment."""

    modified_after = fields.Instant()


class Filters(Changes):
    """What most lists may be asked; subclasses add a field a filter and name in `sortable` what can be sorted by."""

    sortable: ClassVar[tuple[str, ...]] = ("created_at", "updated_at")

    q = fields.Text(max=100)
    sort = fields.Text(max=40)

    @validates("sort")
    def _known_order(self, value: str, data_key: str) -> None:
        if value.removeprefix("-") not in self.sortable:
            raise ValidationError(_("Choose one of: %(codes)s.", codes=", ".join(self.sortable)))


_instances: dict[type[Schema], Schema] = {}


def instance(schema: type[Schema]) -> Schema:
    """The one instance of a schema class: making one costs more than using it."""
    if schema not in _instances:
        _instances[schema] = schema()
    return _instances[schema]


def asking(filters: type[Asked], named: Iterable[str]) -> Schema:
    """The schema for a query that has the parameters `named`: to look at all others would cost more than these."""
    return _narrowed(filters, frozenset(instance(filters).fields.keys() & named))


@lru_cache(maxsize=256)
def _narrowed(filters: type[Asked], named: frozenset[str]) -> Schema:
    whole = instance(filters).fields.items()
    always = {name for name, field in whole if field.required or field.load_default is not missing}
    return filters(only=named | always)
