"""The identifiers that were seen in a file so far, in little memory however long it is."""

from __future__ import annotations


class Seen:
    """Where each identifier stood first. Of an identifier no more than a number of 64 bits is kept, for a million rows:
    that two of them have the same is one chance in 37 million.
    """

    def __init__(self) -> None:
        self._places: dict[int, int] = {}

    def earlier(self, identifier: str, place: int, row: int) -> int | None:
        """The row that had it before this row of the table at `place`, which is noted; None for the first."""
        here = (place << 32) + row
        first = self._places.setdefault(hash(identifier), here)
        return None if first == here else first & 0xFFFFFFFF
