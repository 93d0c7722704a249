"""The fields that schemas are made of: strict about types, bounded in size, with sentences that can be translated.

No rule of a single service lives here.
"""

from services.chassis.http.fields.numbers import Boolean, Degrees, Integer, Money, Number, Position
from services.chassis.http.fields.structures import ListOf, Nested, Translated
from services.chassis.http.fields.texts import (
    Country,
    Email,
    Id,
    Language,
    LongText,
    OneOf,
    Phone,
    Slug,
    Text,
    WebAddress,
)
from services.chassis.http.fields.times import Instant, IsoDate, TimeZone

__all__ = [
    "Boolean",
    "Country",
    "Degrees",
    "Email",
    "Id",
    "Instant",
    "Integer",
    "IsoDate",
    "Language",
    "ListOf",
    "LongText",
    "Money",
    "Nested",
    "Number",
    "OneOf",
    "Phone",
    "Position",
    "Slug",
    "Text",
    "TimeZone",
    "Translated",
    "WebAddress",
]
