"""What a list reads: which rows it has and in which versions, then what was not shown before (memory.py).

Nothing old is ever shown, for the store says with each list which version a row has now. Remembered is only what the
whole network may read and is about no person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from services.chassis.store.memory import HEAD, Memory
from services.chassis.store.rows import ListedRows

Row = dict[str, Any]
ReadByIds = Callable[[list[str]], list[Row]]


class Listing:
    """How a list reads its rows: their heads where it is remembered how most were shown, else `fields` of them.

    All fields where that is None; and always what the list is sorted by, for its cursor. `read` gives rows by ids.
    """

    def __init__(
        self,
        read: ReadByIds,
        fields: Sequence[str] | None,
        sort: Sequence[tuple[str, int]],
        memory: Memory | None,
    ) -> None:
        self._read = read
        self._memory = memory
        self._heads_alone = memory is not None and memory.serves
        asked = HEAD if self._heads_alone else fields
        self.columns = None if asked is None else [*asked, "_id", *(key for key, _direction in sort)]

    def rows(self, found: list[Row]) -> ListedRows:
        """What was found, as the rows of a page."""
        if self._memory is None:
            return ListedRows(found)
        return RememberedRows(found, self._read if self._heads_alone else _among(found), self._memory)


def _among(rows: Sequence[Row]) -> ReadByIds:
    there = {row["_id"]: row for row in rows}
    return lambda ids: [there[id] for id in ids]


class RememberedRows(ListedRows):
    """The rows of a list of which maybe only the heads were read; `read` gives whole ones by their ids."""

    def __init__(self, heads: list[Row], read: ReadByIds, memory: Memory) -> None:
        super().__init__(heads)
        self._heads = heads
        self._read = read
        self._memory = memory

    def texts(self, write: Callable[[Row], bytes]) -> list[orjson.Fragment]:
        """The rows as JSON, by `write` where they are new. One that was removed a moment ago is left out."""
        texts = self._memory.recall(self._heads)
        for row in self._whole([head["_id"] for head in self._heads if head["_id"] not in texts]):
            texts[row["_id"]] = write(row)
            self._memory.keep(row, texts[row["_id"]])
        return [orjson.Fragment(texts[head["_id"]]) for head in self._heads if head["_id"] in texts]

    def to_show(self) -> list[Row]:
        """The rows whole, for who does not take their texts."""
        if self._rows is self._heads:
            whole = {row["_id"]: row for row in self._whole([head["_id"] for head in self._heads])}
            self._rows = [whole[head["_id"]] for head in self._heads if head["_id"] in whole]
        return self._rows

    def _whole(self, ids: list[str]) -> list[Row]:
        return self._read(ids) if ids else []
