"""How rows and pages were shown: what a process remembers, up to a size. What lists make of it: remembered.py."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final, NamedTuple

HEAD: Final = ("_id", "version", "updated_at")
"""What tells a row in one version from every other; with the moment, since a restored store counts versions again."""
MOST_BYTES: Final = 16 * 1024 * 1024


class Shown(NamedTuple):
    """The text of a row, or those of a page with the cursor of what follows it."""

    text: bytes
    next: str | None = None


class Memory:
    """What was shown last of one list: up to `most` bytes of text, by what tells it from everything else."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._shown: OrderedDict[Hashable, Shown] = OrderedDict()
        self._lock = Lock()
        self.serves = False
        """Whether most rows of the last page were known: else the next one is read whole at once."""

    def recall(self, key: Hashable) -> Shown | None:
        """What was shown for `key`, if it is known."""
        with self._lock:
            known = self._shown.get(key)
            if known is not None:
                self._shown.move_to_end(key)
            return known

    def keep(self, key: Hashable, shown: Shown) -> None:
        """Remember what is shown for `key`; what was not asked for longest is forgotten."""
        with self._lock:
            before = self._shown.pop(key, None)
            self._shown[key] = shown
            self._bytes += len(shown.text) - (len(before.text) if before else 0)
            while self._bytes > self._most:
                _key, oldest = self._shown.popitem(last=False)
                self._bytes -= len(oldest.text)
