"""Where the stakeholders of a city stand in the grid of power and interest, for the picture; no words and no rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

LEVELS: Final = 5
CELL: Final = 96
"""The side of a cell in the picture's units."""
_IN_A_ROW: Final = 3
_ROOM: Final = _IN_A_ROW**2
_STEP: Final = CELL // _IN_A_ROW


@dataclass(frozen=True)
class Point:
    """A stakeholder in the picture: its number in the table, its middle, and how many more stand at this place."""

    number: int
    x: int
    y: int
    stakeholder: dict[str, Any]
    more: int = 0


def points(stakeholders: Sequence[dict[str, Any]]) -> list[Point]:
    """A point for each stakeholder, nine to a cell; the last of a fuller cell tells how many there are besides.

    Interest goes to the right and power upwards, from 1 to 5; the origin of the picture is at its upper left.
    """
    in_cell = Counter(_cell(one) for one in stakeholders)
    placed: Counter[tuple[int, int]] = Counter()
    found = []
    for number, one in enumerate(stakeholders, 1):
        cell = _cell(one)
        place, placed[cell] = placed[cell], placed[cell] + 1
        if place < _ROOM:
            more = in_cell[cell] - _ROOM if place == _ROOM - 1 else 0
            found.append(Point(number, *_middle(cell, place), one, max(0, more)))
    return found


def _cell(stakeholder: dict[str, Any]) -> tuple[int, int]:
    return stakeholder["interest"], stakeholder["power"]


def _middle(cell: tuple[int, int], place: int) -> tuple[int, int]:
    interest, power = cell
    row, column = divmod(place, _IN_A_ROW)
    x = (interest - 1) * CELL + column * _STEP + _STEP // 2
    y = (LEVELS - power) * CELL + row * _STEP + _STEP // 2
    return x, y
