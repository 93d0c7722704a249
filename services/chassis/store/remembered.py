"""What a list reads: which rows it has and in which versions, then what was not shown before (memory.py).

Nothing old is ever shown, for the store says with each list which version a row has now. Remembered is only what the
whole network may read and is about no person.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import orjson
from bson import decode
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect

from services.chassis.store.memory import HEAD, Memory, Shown
from services.chassis.store.paging import Page, Sort, cursor_of
from services.chassis.store.rows import ListedRows

Row = dict[str, Any]
ReadByIds = Callable[[list[str]], list[Row]]
UNDECODED: Final = CodecOptions(document_class=RawBSONDocument)


class Listing:
    """How a list reads its rows: their heads where it is remembered how most were shown, else `fields` of them.

    All fields where that is None; and always what the list is sorted by, for its cursor. `read` gives rows by ids.
    """

    def __init__(self, read: ReadByIds, fields: Sequence[str] | None, sort: Sort, memory: Memory | None) -> None:
        self._read = read
        self._sort = sort
        self._memory = memory
        self._heads_alone = memory is not None and memory.serves
        asked = HEAD if self._heads_alone else fields
        self.columns = None if asked is None else [*asked, "_id", *(key for key, _direction in sort)]

    def page(self, collection: Collection[Row], asked: Mapping[str, Any], limit: int, meant: str | None) -> Page:
        """The first `limit` of what the driver finds for `asked`, which is one more of `columns`; `meant` is Page's.

        Where the store answers as it did before, the page is as it was: then its heads are not even decoded.
        """
        memory, answer = self._memory, _answer(collection, asked) if self._heads_alone else None
        if memory is None or answer is None:
            found = collection.find(**asked).to_list()
            return Page(self.rows(found[:limit]), self._next(found, limit), corrected=meant)
        heads = cache(lambda: decode(answer, collection.codec_options)["firstBatch"])
        key = (answer, limit, *self._sort)
        known = memory.recall(key)
        more = known.next if known else self._next(heads(), limit)
        rows = RememberedRows(lambda: heads()[:limit], self._read, memory, key, more)
        return Page(rows, more, corrected=meant)

    def _next(self, rows: Sequence[Row], limit: int) -> str | None:
        return cursor_of(rows[limit - 1], self._sort) if len(rows) > limit else None

    def rows(self, found: list[Row]) -> ListedRows:
        """What was found, as the rows of a page."""
        if self._memory is None:
            return ListedRows(found)
        return RememberedRows(lambda: found, self._read if self._heads_alone else _among(found), self._memory)


def _answer(collection: Collection[Row], asked: Mapping[str, Any]) -> bytes | None:
    """What the store sends for `asked`, as it comes, in half the time that a cursor of the driver takes.

    None where the connection failed: this question the driver does not repeat by itself, a cursor's it does.
    """
    question = {
        "find": collection.name, "filter": asked["filter"], "projection": dict.fromkeys(asked["projection"], 1),
        "sort": dict(asked["sort"]), "limit": asked["limit"], "batchSize": asked["limit"], "singleBatch": True,
        "maxTimeMS": asked["max_time_ms"], "readConcern": collection.read_concern.document,
    }  # fmt: skip
    try:
        told = collection.database.command(question, codec_options=UNDECODED, session=asked["session"])
    except AutoReconnect:
        return None
    return told["cursor"].raw  # type: ignore[no-any-return]


def _among(rows: Sequence[Row]) -> ReadByIds:
    there = {row["_id"]: row for row in rows}
    return lambda ids: [there[id] for id in ids]


def _head(row: Row) -> Hashable:
    return tuple(row[part] for part in HEAD)


class RememberedRows(ListedRows):
    """The rows of a list of which maybe only the heads were read; `read` gives whole ones by their ids.

    With a `key` of the page it is remembered as a whole too, with the cursor `more` of what follows it.
    """

    def __init__(
        self,
        heads: Callable[[], list[Row]],
        read: ReadByIds,
        memory: Memory,
        key: Hashable = None,
        more: str | None = None,
    ) -> None:
        super().__init__([])
        self._heads = heads
        self._read = read
        self._memory = memory
        self._key = key
        self._more = more
        self._are_whole = False

    def text(self, write: Callable[[Row], bytes]) -> orjson.Fragment:
        """The rows as JSON, by `write` where they are new. One that was removed a moment ago is left out."""
        known = self._memory.recall(self._key) if self._key else None
        return orjson.Fragment(known.text if known else self._written(write))

    def _written(self, write: Callable[[Row], bytes]) -> bytes:
        heads = {row["_id"]: _head(row) for row in self._heads()}
        texts = {id: shown.text for id, head in heads.items() if (shown := self._memory.recall(head))}
        self._memory.serves = 2 * len(texts) > len(heads)
        new = {row["_id"]: row for row in self._whole([id for id in heads if id not in texts])}
        for id, row in new.items():
            texts[id] = write(row)
            self._memory.keep(_head(row), Shown(texts[id]))
        text = b"[%b]" % b",".join(texts[id] for id in heads if id in texts)
        if self._key and len(texts) == len(heads) and all(_head(row) == heads[id] for id, row in new.items()):
            self._memory.keep(self._key, Shown(text, self._more))  # unless a row was changed between the two questions
        return text

    def to_show(self) -> list[Row]:
        """The rows whole, for who does not take their texts."""
        if not self._are_whole:
            ids = [head["_id"] for head in self._heads()]
            whole = {row["_id"]: row for row in self._whole(ids)}
            self._rows, self._are_whole = [whole[id] for id in ids if id in whole], True
        return self._rows

    def _whole(self, ids: list[str]) -> list[Row]:
        return self._read(ids) if ids else []
