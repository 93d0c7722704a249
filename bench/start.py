"""How long the platform takes to start and to stop on this machine, and how much memory it holds then."""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.journeys.running import Platform

GOAL_SECONDS = 10.0


def run() -> None:
    """Start with the demonstration, stop, start again, stop."""
    with tempfile.TemporaryDirectory() as folder:
        platform = Platform(Path(folder) / "data", "--demo")
        print(f"first start, with the demonstration loaded: {platform.start():6.1f} s")
        _stop(platform)
        print(f"second start: {platform.start():36.1f} s  (goal: under {GOAL_SECONDS:.0f})")
        pids = platform.processes()
        memory = sum(_proportional_bytes(pid) for pid in pids)
        print(f"memory of its {len(pids)} processes: {memory / 1e6:19.0f} MB")
        _stop(platform)


def _stop(platform: Platform) -> None:
    began = time.monotonic()
    platform.stop()
    print(f"stop: {time.monotonic() - began:44.1f} s")


def _proportional_bytes(pid: int) -> int:
    """The memory of a process, with what it shares divided by those who share it; 0 once it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
