"""Two commits by their kept results: `python -m bench.ground.compare A B`. What counts are ratios to the reference."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

FOLDER = "bench/results"


def main(first: str, second: str) -> int:
    """Print for each contender its ratio to the reference in both commits."""
    table = Table("benchmark", "contender", first, second, "change")
    before, after = _results(first), _results(second)
    for name in sorted(before.keys() & after.keys()):
        for contender in before[name]:
            if contender in after[name]:
                old, new = before[name][contender], after[name][contender]
                table.add_row(name, contender, f"{old:.2f}", f"{new:.2f}", f"{new / old - 1:+.0%}" if old else "")
    Console(width=110).print(table)
    return 0


def _results(commit: str) -> dict[str, dict[str, float]]:
    paths = [path for path in _git("ls-tree", "--name-only", commit, f"{FOLDER}/").split() if path.endswith(".json")]
    results = [json.loads(_git("show", f"{commit}:{path}")) for path in paths]
    return {result["name"]: _ratios(result) for result in results}


def _ratios(result: dict[str, Any]) -> dict[str, float]:
    medians = result["medians"]
    below = medians[result["reference"]]
    return {name: value / below for name, value in medians.items()} if below else {}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout  # noqa: S607


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
