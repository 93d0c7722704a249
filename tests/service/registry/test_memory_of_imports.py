"""An import holds a piece of its file at a time, however long the file is."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.imports.seen import Seen
from tests.service.registry.test_imports import MAPPING
from tests.service.registry.test_long_imports import uploaded

ROWS, UNUSED = 1200, "x" * 20_000
MOST_MB = 20
WORKER = """
from pathlib import Path
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.jobs import JobContext
from services.registry.imports import commands, jobs, queries
from services.registry.service import service
def most():  # what getrusage says is inherited
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1])
settings = Settings(service="registry", mongo_url=%r, mongo_prefix=%r)
context = JobContext("registry", service.database(settings), settings, WallClock())
[import_] = context.read.find("imports", {})
before = most()
jobs.continue_imports(context)
context.record(lambda uow: commands.confirm_import(uow, import_["_id"]))
jobs.continue_imports(context)
print((most() - before) // 1024)
"""


def test_a_worker_holds_a_piece_of_a_file_and_not_the_whole(registry: ServiceUnderTest, staff: Caller) -> None:
    lines = (f"{n},Partner {n},,,,{UNUSED}" for n in range(ROWS))
    content = "\n".join(["id,partner,text,tongues,site,unused", *lines]).encode()
    upload = uploaded(staff, "partners.csv", content)
    begun = staff.post("/imports", {"mapping": MAPPING, "uploads": {"partners.csv": upload}}, status=201)
    code = WORKER % (registry.settings.mongo_url, registry.settings.mongo_prefix)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    done = staff.get(f"/imports/{begun['id']}")
    assert (done["status"], done["applied"]["added"]) == ("applied", ROWS)
    assert int(told.split()[-1]) < MOST_MB < len(content) // 2**20


def test_what_was_seen_of_a_row_takes_no_more_than_fifty_bytes() -> None:
    rows = 20_000
    tracemalloc.start()
    seen = Seen()
    for row in range(rows):
        assert seen.earlier(f"identifier {row}", 1, row) is None
    held, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 50 * rows
    assert all(seen.earlier(f"identifier {row}", 1, rows + row) == row for row in range(0, rows, 7))
    assert [seen.before("identifier 5", 1, 5), seen.before("another", 1, 5), "another" in seen] == [None, None, False]
