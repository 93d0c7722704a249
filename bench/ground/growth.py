"""How a cost grows with the data in store: the same at 1, 10 and 100 times, and the exponent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log10
from statistics import median

from bench.ground.results import ROUNDS, Goal, Values, keep, medians

STORED = (100, 1_000, 10_000)
HIGHEST = 0.1
"""A cost that grows with this power of the data is called flat: a quarter more at 10 times, or less."""


def grow(
    name: str,
    unit: str,
    kinds: Mapping[str, Callable[[], float]],
    fill: Callable[[int], None],
    stored: tuple[int, int, int] = STORED,
) -> None:
    """Run each of `kinds` (a rate) with as many documents in store as `fill` brings it to, and keep the figures."""
    values: Values = {f"{kind}, {count:,} in store": [] for kind in kinds for count in stored}
    for count in stored:
        for kind, run in kinds.items():
            for _round in range(ROUNDS):
                fill(count)
                values[f"{kind}, {count:,} in store"].append(run())
    for kind in kinds:
        few, *_more, many = (median(values[f"{kind}, {count:,} in store"]) for count in stored)
        exponent = log10(few / many) / log10(stored[-1] / stored[0])
        own = {what: rounds for what, rounds in values.items() if what.startswith(kind)}
        keep(f"{name}_{kind.replace(' ', '_')}" if len(kinds) > 1 else name, unit, own, next(iter(own)),
             [Goal("exponent of the growth", exponent, HIGHEST, ceiling=True)])  # fmt: skip


def keep_growth(name: str, stored: Sequence[int], reference: str, highest: Mapping[str, float]) -> None:
    """Keep how the waits of benchmark `name` grow from the smallest to the largest of the sizes `stored` that it was
    measured with, in this run or an earlier one; `highest` are the goals of some of the exponents.
    """
    measured = {count: found for count in stored if (found := medians(f"{name}_{count}"))}
    least, most = min(measured), max(measured)
    waits = {kind: (wait, measured[most][kind]) for kind, wait in measured[least].items()}
    powers = {kind: [log10(last / first) / log10(most / least)] for kind, (first, last) in waits.items()}
    goals = [Goal(f"exponent of {kind}", powers[kind][0], bar, ceiling=True) for kind, bar in highest.items()]
    keep(f"{name}_growth", "exponent", powers, reference, goals)
