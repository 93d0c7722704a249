"""What was seen in a file so far, in little memory however long it is."""

from __future__ import annotations

from array import array
from typing import Final

_LEAST: Final = 1024
_ROW_BITS: Final = 32


class Seen:
    """Where each text stood first. Of a text no more than a number of 64 bits is kept, for a million rows: that two of
    them have the same is one chance in 37 million.

    A table of two arrays: 16 bytes a place, at most two thirds of them taken. Sets and dicts need five times as much.
    """

    def __init__(self) -> None:
        self._texts = array("Q", bytes(8 * _LEAST))
        self._rows = array("Q", bytes(8 * _LEAST))
        self._count = 0

    def earlier(self, text: str, place: int, row: int) -> int | None:
        """The row that had it before this row of the table at `place`, which is noted; None for the first."""
        slot, here = self._slot(hash(text)), _position(place, row)
        if not self._rows[slot]:
            self._fill(slot, hash(text), here)
            return None
        return self._other(slot, here)

    def before(self, text: str, place: int, row: int) -> int | None:
        """The same, without noting anything."""
        slot = self._slot(hash(text))
        return self._other(slot, _position(place, row)) if self._rows[slot] else None

    def __contains__(self, text: str) -> bool:
        return bool(self._rows[self._slot(hash(text))])

    def _other(self, slot: int, here: int) -> int | None:
        first = self._rows[slot]
        return None if first == here else first & ((1 << _ROW_BITS) - 1)

    def _slot(self, hashed: int) -> int:
        """Where a text is, or would be: the place of its number, or the next one that is free."""
        size, wanted = len(self._texts), hashed & 0xFFFFFFFFFFFFFFFF
        slot = wanted % size
        while self._rows[slot] and self._texts[slot] != wanted:
            slot = (slot + 1) % size
        return slot

    def _fill(self, slot: int, hashed: int, here: int) -> None:
        self._texts[slot], self._rows[slot] = hashed & 0xFFFFFFFFFFFFFFFF, here
        self._count += 1
        if 3 * self._count > 2 * len(self._texts):
            self._grow()

    def _grow(self) -> None:
        texts, rows = self._texts, self._rows
        self._texts, self._rows = (array("Q", bytes(16 * len(texts))) for _array in range(2))
        for text, row in zip(texts, rows, strict=True):
            if row:
                slot = self._slot(text)
                self._texts[slot], self._rows[slot] = text, row


def _position(place: int, row: int) -> int:
    return (place << _ROW_BITS) + row
