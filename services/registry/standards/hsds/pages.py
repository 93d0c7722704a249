"""Pages by number, as HSDS wants them, each with the total: how many there are and where pages end is remembered.

Each process remembers for itself, and asks the store before it trusts what it knows: what it has counted holds as long
as the same documents, in the same versions, are those that were changed since some minutes before it counted.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from weakref import WeakKeyDictionary

from services.chassis.store import Database, Document, Reader

LATELY: Final = timedelta(minutes=3)
"""How much older than its commit a change can be: a minute of its transaction, two clocks a minute from the store's."""
MOST_CHANGES: Final = 100
"""What changes more than this meanwhile, as in an import, is counted anew for each page."""
MOST_LISTS: Final = 50
APART: Final = 50
"""How many documents lie between the places that are remembered, at least."""
_LAST_OF_IDS: Final = "\U0010ffff"


@dataclass(frozen=True)
class Listed:
    """A page of a list: its documents, which page it is, and how many documents there are in all."""

    items: Sequence[Document]
    number: int
    per_page: int
    total: int

    def as_page(self, contents: Sequence[Document]) -> Document:
        """The page as HSDS writes it, with the documents told as `contents`."""
        pages = ceil(self.total / self.per_page)
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.number,
            "size": len(contents),
            "first_page": self.number == 1,
            "last_page": self.number >= pages,
            "empty": not contents,
            "contents": contents,
        }


Changes = list[tuple[str, int]]


@dataclass
class Known:
    """A list as it was counted; `changes` are the documents, in their versions, that had changed `since` then."""

    total: int
    since: datetime
    changes: Changes
    _ends: list[tuple[int, str]] = field(default_factory=lambda: [(0, "")])

    def nearest(self, start: int) -> tuple[int, str]:
        """The last place that is known before the document number `start`: how many come up to it, and its id."""
        return self._ends[bisect_right(self._ends, (start, _LAST_OF_IDS)) - 1]

    def learn(self, count: int, id: str) -> None:
        """Note that `count` documents come up to the one with this id."""
        if count - self.nearest(count)[0] >= APART:
            insort(self._ends, (count, id))


_LISTS: Final[WeakKeyDictionary[Database, dict[str, Known]]] = WeakKeyDictionary()


def listed(
    read: Reader, name: str, filter: Document, number: int, per_page: int, *, changing: str | None = None
) -> Listed:
    """Page `number` (from 1) of the documents of a collection, by id.

    `changing` is the collection with whose documents they are written, where they have no versions of their own.
    """
    known = _known(read, name, filter, changing or name)
    start = (number - 1) * per_page
    if start >= known.total:
        return Listed([], number, per_page, known.total)
    count, last = known.nearest(start)
    wanted = {"$and": [filter, {"_id": {"$gt": last}}]}
    rows = read.find(name, wanted, sort=[("_id", 1)], skip=start - count, limit=per_page)
    if rows:
        known.learn(start + len(rows), rows[-1]["_id"])
    return Listed(rows, number, per_page, known.total)


def _known(read: Reader, name: str, filter: Document, changing: str) -> Known:
    """What is remembered of a list, if it still holds; else it is counted."""
    lists, key = _LISTS.setdefault(read.database, {}), repr((name, filter))
    known = lists.pop(key, None)
    if known is None or known.changes != _changes(read, changing, known.since):
        since = read.now() - LATELY
        changes = _changes(read, changing, since)  # before the count: what comes in between shows the next time
        known = Known(read.count(name, filter), since, changes)
    if len(known.changes) <= MOST_CHANGES:
        lists[key] = known
    for oldest in [*lists][:-MOST_LISTS]:
        lists.pop(oldest, None)
    return known


def _changes(read: Reader, name: str, since: datetime) -> Changes:
    """The documents of a collection that were changed, added or removed since then, each in its version."""
    page = read.page(name, {"modified_after": since, "limit": MOST_CHANGES + 1})
    return [(row["_id"], row["version"]) for row in page.items]
