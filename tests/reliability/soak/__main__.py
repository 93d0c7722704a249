"""One run: `python -m tests.reliability.soak --seconds 60 --seed 1 --broker valkey`. Ends with its figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.reliability.soak.brokers import KINDS
from tests.reliability.soak.run import Soak


def main() -> int:
    """Run once; 0 when all invariants hold, 1 with the first that does not."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broker", choices=KINDS, default="valkey")
    parser.add_argument("--folder", type=Path, help="Where the run keeps its data; a temporary one if left out.")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"seed {given.seed}, {given.seconds:g} s, broker {given.broker}, data and logs in {folder}", flush=True)
    soak = Soak(folder, given.broker, given.seed)
    try:
        figures = soak.run(given.seconds)
    except AssertionError as error:
        print(f"\nseed {given.seed} on {given.broker} failed.\n{error}\ndone so far: {soak.done_so_far()}")
        return 1
    finally:
        soak.stop()
    print(figures.as_json())
    print(figures.as_line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
