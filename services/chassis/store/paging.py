"""Cursor paging: a page of a sorted list and the cursor that continues after its last row.

A cursor is the sort values of the last row, written as JSON in base64url; it needs no state on the server.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from services.chassis.errors import Invalid
from services.chassis.i18n import _

Sort = Sequence[tuple[str, int]]
LARGEST_INTEGER = 2**63 - 1
"""The largest that the store can hold."""


@dataclass(frozen=True)
class Page:
    """Rows of a list in order, and the cursor of the next page or None."""

    items: Sequence[dict[str, Any]]
    next: str | None
    total: int | None = None
    corrected: str | None = None
    """What was probably meant, where a search has found nothing for what was typed."""


def parse_sort(wish: str | None, default: Sequence[str]) -> list[tuple[str, int]]:
    """The sort order as pairs: the wished field first ("-name" for downwards), `_id` last, so that it is total.

    All of a wish goes the same way, so that one index serves it upwards and downwards.
    """
    keys = [wish] if wish else list(default)
    pairs = [(key.lstrip("-"), -1 if key.startswith("-") else 1) for key in keys]
    if all(name != "_id" for name, _direction in pairs):
        pairs.append(("_id", pairs[0][1] if wish else 1))
    return pairs


def _plain(value: Any) -> Any:
    return {"at": value.replace(tzinfo=UTC).isoformat()} if isinstance(value, datetime) else value


def _value(plain: Any) -> Any:
    return datetime.fromisoformat(plain["at"]).astimezone(UTC) if isinstance(plain, dict) else plain


def cursor_of(row: dict[str, Any], sort: Sort) -> str:
    """The cursor that continues after `row`."""
    values = [_plain(row.get(name)) for name, _direction in sort]
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _values_of(cursor: str, sort: Sort) -> list[Any]:
    try:
        plain = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(sort):
            raise ValueError(cursor)
        values = [_value(one) for one in plain]
        if any(not isinstance(one, str | int | float | datetime | None) for one in values):
            raise ValueError(cursor)
        if any(isinstance(one, int) and abs(one) > LARGEST_INTEGER for one in values):
            raise ValueError(cursor)
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError) as error:
        raise not_ours() from error
    return values


def not_ours() -> Invalid:
    """The error for a cursor that no page of the list gave."""
    return Invalid({"after": [_("This cursor is not one of ours. Start again from the first page.")]})


def rank_and_cursor(cursor: str | None) -> tuple[int, str | None]:
    """Where a search goes on that comes in ranks: "2.WzEy..." is after that row of the third rank."""
    if not cursor:
        return 0, None
    rank, dot, within = cursor.partition(".")
    if not dot or rank not in tuple("0123456789"):
        raise not_ours()
    return int(rank), within


def _beyond(name: str, direction: int, value: Any) -> list[dict[str, Any]]:
    """Conditions for rows that come after `value` in one field; nothing (null) sorts before everything."""
    if direction > 0:
        return [{name: {"$ne": None}}] if value is None else [{name: {"$gt": value}}]
    return [] if value is None else [{name: {"$lt": value}}, {name: None}]


def after(cursor: str, sort: Sort) -> dict[str, Any]:
    """The filter for the rows that come after the one that `cursor` was made of."""
    values = _values_of(cursor, sort)
    alternatives: list[dict[str, Any]] = []
    equal: dict[str, Any] = {}
    for (name, direction), value in zip(sort, values, strict=True):
        alternatives += [{**equal, **condition} for condition in _beyond(name, direction, value)]
        equal[name] = value
    return {"$or": alternatives}
