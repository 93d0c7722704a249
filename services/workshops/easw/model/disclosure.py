"""What the public may see of votes by role group: small numbers are withheld, so that nobody's ballot shows.

Small-cell suppression (DOMAIN (g) 7): a number under the threshold is withheld, and others with it where the total
would give it away. No storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

THRESHOLD: Final = 5


def shown(cells: Mapping[str, int]) -> dict[str, int | None]:
    """`cells` beside a total that is shown: None for each that is withheld."""
    hidden = {name for name, count in cells.items() if count < THRESHOLD}
    while hidden and _given_away(cells, hidden) and len(hidden) < len(cells):
        hidden.add(min(cells.keys() - hidden, key=lambda name: (cells[name], name)))
    return {name: None if name in hidden else count for name, count in cells.items()}


def _given_away(cells: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the total tells what is hidden: one cell alone, or small cells that all lie at an end of their range."""
    counts = [cells[name] for name in hidden]
    all_small = max(counts) < THRESHOLD
    return len(counts) == 1 or (all_small and sum(counts) in (0, len(counts) * (THRESHOLD - 1)))
