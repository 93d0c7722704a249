"""The rules of the capacity self-assessment. Imports the standard library only.

The project promises that Lead Organisations become better at running networks with the participative approach. So each
dimension is judged on one scale three times, and the difference is the proof. Days are ISO texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DIMENSIONS: Final = ("network_management", "participation", "monitoring", "funding")
MOMENTS: Final = ("start", "middle", "end")
LEAST, MOST = 1, 5


class OutOfOrder(Exception):
    """The start is judged before the middle, the middle before the end."""


def check_order(days: Mapping[str, str]) -> None:
    """Raise `OutOfOrder` unless the days by moment follow each other as the moments do."""
    known = [days[moment] for moment in MOMENTS if moment in days]
    if known != sorted(known):
        raise OutOfOrder


def progress(first: Mapping[str, int], last: Mapping[str, int]) -> dict[str, int]:
    """How many levels each dimension has gained (or, below zero, lost) from the first assessment to the last."""
    return {dimension: last[dimension] - first[dimension] for dimension in DIMENSIONS}
