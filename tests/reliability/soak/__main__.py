"""One run: `python -m tests.reliability.soak --kills 2000 --seed 1 --broker valkey`. Ends with its figures."""

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
    parser.add_argument("--seconds", type=float, default=60, help="How long; with --kills, how long at most.")
    parser.add_argument("--kills", type=int, default=0, help="End after so many kills.")
    parser.add_argument("--rate", type=float, default=4, help="Harms a second, while the platform keeps up.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broker", choices=KINDS, default="valkey")
    parser.add_argument("--folder", type=Path, help="Where the run keeps its data; a temporary one if left out.")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    many = f"{given.kills} kills in at most {given.seconds:g} s" if given.kills else f"{given.seconds:g} s"
    print(f"seed {given.seed}, {many}, broker {given.broker}, data and logs in {folder}", flush=True)
    soak = Soak(folder, given.broker, given.seed, rate=given.rate, kills=given.kills)
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
