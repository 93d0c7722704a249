"""Python's collector rests while a process reads itself in, and looks seldom afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys

TOLD = """
import gc
from services.chassis import collector
collector.rest()
print(gc.isenabled())
kept = [[] for _number in range(1000)]
collector.settle()
print(gc.isenabled(), gc.get_freeze_count() > 1000, gc.get_threshold()[0])
"""


def test_nothing_is_looked_for_before_a_process_is_there() -> None:
    assert gc.isenabled()  # a process that has not asked for it is as Python makes it
    said = subprocess.run([sys.executable, "-c", TOLD], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["False", "True True 10000"]
