"""Contenders in turn, and what came out: a table to read and a JSON file to compare by."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parents[1] / "results"
ROUNDS = 3

Values = dict[str, list[float]]


@dataclass(frozen=True)
class Goal:
    """A ratio that is to be reached: `value` at least `bar`, or at most with `ceiling`."""

    what: str
    value: float
    bar: float
    ceiling: bool = False

    @property
    def reached(self) -> bool:
        """Whether it is."""
        return self.value <= self.bar if self.ceiling else self.value >= self.bar


def in_turn(contenders: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> Values:
    """Let each contender run once a round, so that a noisy neighbour troubles all alike."""
    values: Values = {name: [] for name in contenders}
    for _round in range(rounds):
        for name, run in contenders.items():
            values[name].append(run())
    return values


def ratio(values: Values, name: str, reference: str) -> float:
    """The median of `name` by that of `reference`."""
    below = median(values[reference])
    return median(values[name]) / below if below else inf


def keep(name: str, unit: str, values: Values, reference: str, goals: Sequence[Goal] = ()) -> None:
    """Print the table and write `results/<name>.json`."""
    table = Table("contender", unit, "lowest", "highest", f"to {reference}", title=name, title_justify="left")
    for one, measured in values.items():
        cells = (f"{figure:,.2f}" for figure in (median(measured), min(measured), max(measured)))
        table.add_row(one, *cells, f"{ratio(values, one, reference):.2f}")
    console = Console(width=110)
    console.print(table)
    for goal in goals:
        word, sign = "reached" if goal.reached else "NOT reached", "at most" if goal.ceiling else "at least"
        console.print(f"  {goal.what}: {goal.value:.2f} ({sign} {goal.bar:g}: {word})", highlight=False)
    _write(name, unit, values, reference, goals)


def medians(name: str) -> dict[str, float]:
    """The medians that were kept last under `name`; none where there are none."""
    path = RESULTS / f"{name}.json"
    return dict(json.loads(path.read_text())["medians"]) if path.exists() else {}


def _write(name: str, unit: str, values: Values, reference: str, goals: Sequence[Goal]) -> None:
    RESULTS.mkdir(exist_ok=True)
    content = {
        "name": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0]},
        "unit": unit,
        "reference": reference,
        "medians": {one: round(median(measured), 3) for one, measured in values.items()},
        "rounds": {one: [round(value, 3) for value in measured] for one, measured in values.items()},
        "goals": [{**asdict(goal), "reached": goal.reached} for goal in goals],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
