"""Rows of a list, whose instants get their zone when somebody works with them. How they are read is in reader.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, overload

Row = dict[str, Any]
ALIVE: Final[Mapping[str, Any]] = {"deleted_at": None}
"""The condition that a row is not the tombstone of one that was removed."""
SLOWEST_QUERY_MS: Final = 5000
"""The store gives up a question that takes longer."""


class ListedRows(Sequence[Row]):
    """The rows of a list as the store gives them without a time zone.

    Most lists are shown as they are stored: nobody works with their rows, and an instant is written down in UTC with
    or without its zone. To give each a zone would cost a quarter of reading the list and half of writing it as JSON.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._zoned = False

    def to_show(self) -> list[Row]:
        """The rows only to be written out: an instant without a zone is in UTC."""
        return self._rows

    def _to_work_with(self) -> list[Row]:
        rows = self.to_show()
        if not self._zoned:
            self._zoned = True
            _with_zone(rows)
        return rows

    def __len__(self) -> int:
        return len(self.to_show())

    def __iter__(self) -> Iterator[Row]:
        return iter(self._to_work_with())

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self._to_work_with()[place]


def _with_zone(value: Any) -> Any:
    """`value` with the zone given to each instant in it, in place where that goes."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if isinstance(value, dict):
        value.update({key: _with_zone(one) for key, one in value.items() if isinstance(one, datetime | dict | list)})
    elif isinstance(value, list):
        value[:] = map(_with_zone, value)
    return value
