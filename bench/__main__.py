"""Runs the benchmarks named on the command line, or all. What is measured is in the other modules."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("__"))


def main(wanted: list[str]) -> int:
    """Run them in turn; the exit code is 2 for a name that is none."""
    unknown = set(wanted) - set(NAMES)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_details: sys.exit(1))  # so that what was started is stopped
    for name in wanted or NAMES:
        print(f"== {name}", flush=True)
        import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
