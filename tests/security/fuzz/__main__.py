"""`make fuzz SECONDS=n SEED=n`: ask everything of a platform started for it, for so long; 1 when anything failed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.security.fuzz.running import CALLERS, fuzz, start

PHASES = {"coverage,fuzzing": 0.6, "stateful": 0.4}
"""Run one by one, each for its part of a caller's time: in one run the last gets what is left, or nothing."""


def main() -> int:
    """Run each caller for its part of the time; print what failed, or the figures."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        platform = start(Path(folder) / "data")
        try:
            for caller, (phases, part) in product(CALLERS, PHASES.items()):
                seconds = max(1, round(asked.seconds * caller.share * part))
                limits = ("--phases", phases, "--max-time", str(seconds), "--max-examples", "20")
                done = fuzz(platform, caller, asked.seed, *limits)
                failed |= done.returncode != 0
                told = done.stdout + done.stderr if done.returncode else done.stdout.partition("= SUMMARY =")[2]
                print(f"==== {caller.name}, {phases}, seed {asked.seed}, {seconds} s\n{told}", flush=True)
        finally:
            platform.stop()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
