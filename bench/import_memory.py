"""The most memory of a worker that reads, checks and commits an import of 10,000 rows, and of ten times as many.

The worker is a process of its own, and the file is written to disk line by line and sent in parts: what is measured is
the import alone.
"""

from __future__ import annotations

import subprocess
import sys

from bench.ground.results import Goal, Values, keep, ratio
from bench.ground.servers import Servers, servers
from bench.imports import begun, prepared

SIZES = (10_000, 100_000)
WORKER = """
from pathlib import Path
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.jobs import JobContext
from services.registry.imports import commands, jobs
from services.registry.service import service
settings = Settings(service="registry", mongo_url=%r, mongo_prefix=%r)
context = JobContext("registry", service.database(settings), settings, WallClock())
jobs.continue_imports(context)
context.record(lambda uow: commands.confirm_import(uow, %r))
jobs.continue_imports(context)
[line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
print(int(line.split()[1]) / 1024)
"""


def run() -> None:
    """Each size once."""
    with servers() as ground:
        values: Values = {f"{size:,} rows": [_most(ground, size)] for size in SIZES}
    small, large = (f"{size:,} rows" for size in SIZES)
    goal = Goal("of ten times the rows", ratio(values, large, small), 1.2, ceiling=True)
    keep("import_memory", "MB", values, small, [goal])


def _most(ground: Servers, size: int) -> float:
    context = prepared(ground)
    import_ = begun(context, size)
    settings = context.settings
    code = WORKER % (settings.mongo_url, settings.mongo_prefix, import_)
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ground.environment()
    )
    context.database.close()
    return float(told.stdout.split()[-1])
