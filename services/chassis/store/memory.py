"""How rows were shown, each in its last version: what a process remembers, up to a size. For lists: remembered.py."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any, Final

Row = dict[str, Any]
HEAD: Final = ("_id", "version", "updated_at")
"""What tells a row in one version from every other; with the moment, since a restored store counts versions again."""
MOST_BYTES: Final = 8 * 1024 * 1024


class Memory:
    """The texts of rows that were shown last, one for each row, up to `most` bytes of text."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._texts: OrderedDict[str, tuple[int, datetime, bytes]] = OrderedDict()
        self._lock = Lock()
        self.serves = False
        """Whether most rows of the last page were known: else the next one is read whole at once."""

    def recall(self, heads: Sequence[Row]) -> dict[str, bytes]:
        """By their ids the texts of those rows that are known in the version of their head."""
        found: dict[str, bytes] = {}
        with self._lock:
            for head in heads:
                id = head["_id"]
                known = self._texts.get(id)
                if known is not None and known[0] == head["version"] and known[1] == head["updated_at"]:
                    self._texts.move_to_end(id)
                    found[id] = known[2]
        self.serves = 2 * len(found) > len(heads)
        return found

    def keep(self, row: Row, text: bytes) -> None:
        """Remember how `row` is shown, in place of an earlier version; what was not asked for longest is forgotten."""
        with self._lock:
            before = self._texts.pop(row["_id"], None)
            self._texts[row["_id"]] = (row["version"], row["updated_at"], text)
            self._bytes += len(text) - (len(before[2]) if before else 0)
            while self._bytes > self._most:
                _id, (_version, _at, oldest) = self._texts.popitem(last=False)
                self._bytes -= len(oldest)
