"""Files that are too long for one request: sent in parts, read and applied in a job, whose process may be killed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from xlsxwriter import Workbook

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.imports import reading
from services.registry.imports.uploads import PART_BYTES
from tests.service.registry.test_imports import MAPPING, counts

ROWS, BATCH = 2000, 20
WORKER = """
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.jobs import JobContext
from services.registry.imports import jobs, reading
from services.registry.service import service
reading.BATCH_ROWS = %d
settings = Settings(service="registry", mongo_url=%r, mongo_prefix=%r)
jobs.continue_imports(JobContext("registry", service.database(settings), settings, WallClock()))
"""


def uploaded(caller: Caller, name: str, content: bytes) -> str:
    """The id of a file that was sent in parts."""
    id: str = caller.post("/uploads", {"name": name}, status=201)["id"]
    for number, start in enumerate(range(0, len(content), PART_BYTES)):
        part = b64encode(content[start : start + PART_BYTES]).decode()
        caller.post(f"/uploads/{id}/parts", {"number": number, "content": part})
    return id


def killed_in_the_middle(registry: ServiceUnderTest, far_enough: Callable[[], bool]) -> None:
    """Have a worker of its own do the job, and kill it as soon as it is far enough."""
    code = WORKER % (BATCH, registry.settings.mongo_url, registry.settings.mongo_prefix)
    worker = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 60
    while not far_enough():
        assert worker.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)  # the worker has the machine to itself meanwhile
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def test_a_killed_worker_is_gone_on_from_where_it_stood(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", BATCH)
    lines = [f"{n},Partner {n},{'x' * 300},," for n in range(ROWS - 2)]
    text = "\n".join(["id,partner,text,tongues,site", *lines, "1,Again,,,", "z,,,,"])
    upload = uploaded(staff, "partners.csv", text.encode())
    begun = staff.post("/imports", {"mapping": MAPPING, "uploads": {"partners.csv": upload}}, status=201)
    path = f"/imports/{begun['id']}"
    assert (begun["status"], begun["rows_read"]) == ("reading", BATCH * reading.PIECES_AT_ONCE)
    staff.post(f"{path}/confirm", status=409)

    killed_in_the_middle(registry, lambda: staff.get(path)["rows_read"] > 300)
    assert 300 < staff.get(path)["rows_read"] < ROWS
    registry.run_job("continue-imports")
    read = staff.get(path)
    assert (read["status"], read["rows_read"]) == ("previewed", ROWS)
    assert read["counts"] == counts(add=ROWS - 2, wrong=2)
    assert [(one["row"], one["message"]) for one in read["problems"]] == [
        (ROWS, "Row 3 has the same identifier."),
        (ROWS + 1, "This is missing."),
    ]

    staff.post(f"{path}/confirm")
    killed_in_the_middle(registry, lambda: staff.get(path)["applied"]["done"] > 300)
    assert 300 < staff.get(path)["applied"]["done"] < ROWS - 2
    registry.run_job("continue-imports")
    done = staff.get(path)
    assert (done["status"], done["applied"]["added"]) == ("applied", ROWS - 2)
    made = registry.database.rows("organisations")
    assert (made.count_documents({}), len(registry.published())) == (ROWS - 2, ROWS - 2)
    assert len(made.distinct("origin.identifier")) == ROWS - 2


def test_a_file_that_breaks_off_later_says_in_which_line_and_what_to_do(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 1)
    lines = ["id,partner,text,tongues,site", "1,,,,", *(f"{n},Partner {n},,," for n in range(2, 7)), '7,"Open,,,', ""]
    upload = uploaded(staff, "partners.csv", "\n".join(lines).encode())
    begun = staff.post("/imports", {"mapping": MAPPING, "uploads": {"partners.csv": upload}}, status=201)
    registry.run_job("continue-imports")
    read = staff.get(f"/imports/{begun['id']}")
    [broken] = read["problems"]
    assert (read["status"], broken["kind"], broken["column"]) == ("refused", "file", None)
    assert broken["advice"] == "Correct the file there and send it again."
    told = staff.get(f"/imports/{begun['id']}/problems")["items"]
    assert [one["kind"] for one in told] == ["missing", "file"]


def test_an_import_that_cannot_go_on_holds_up_no_other(
    registry: ServiceUnderTest, staff: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 1)
    text = "\n".join(["id,partner,text,tongues,site", *(f"{n},Partner {n},,," for n in range(6))]).encode()
    uploads = [uploaded(staff, "partners.csv", text) for _each in range(2)]
    bodies = [{"mapping": MAPPING, "uploads": {"partners.csv": id}} for id in uploads]
    begun = [staff.post("/imports", body, status=201)["id"] for body in bodies]
    registry.database.rows("upload_parts").delete_many({"_id": {"$regex": f"^{uploads[0]}"}})  # as after a week
    registry.run_job("continue-imports")
    assert [staff.get(f"/imports/{id}")["status"] for id in begun] == ["reading", "previewed"]


def workbook(*rows: list[Any]) -> bytes:
    """An XLSX file of these rows."""
    file = io.BytesIO()
    with Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def test_a_spreadsheet_is_read_as_it_is(staff: Caller) -> None:
    header = ["id", "partner", "text", "tongues", "site"]
    content = workbook(header, [1.0, "Haus", date(2026, 5, 4), "de/ar", None], [], [2, "", True, "de", "x"])
    body = {"mapping": MAPPING, "uploads": {"partners.csv": uploaded(staff, "a.xlsx", content)}}
    made = staff.post("/imports", body, status=201)
    assert (made["status"], made["counts"]) == ("previewed", counts(add=1, wrong=1))
    assert [(one["row"], one["identifier"]) for one in made["preview"]["add"]] == [(2, "1")]
    assert [(one["row"], one["column"]) for one in made["problems"]] == [(4, "partner")]
    staff.post(f"/imports/{made['id']}/confirm")
    [haus] = staff.get("/organisations")["items"]
    assert (haus["description"]["de"]["text"], haus["languages"]) == ("2026-05-04", ["de", "ar"])


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\x00", workbook([])])
def test_what_is_no_table_is_refused(staff: Caller, content: bytes) -> None:
    body = {"mapping": MAPPING, "uploads": {"partners.csv": uploaded(staff, "a.xlsx", content)}}
    told = staff.post("/imports", body, status=422)["errors"]
    assert {error["path"].split(".tables.")[0] for error in told} <= {"files.partners.csv", "mapping"}
    assert staff.get("/imports")["items"] == []


def test_parts_come_in_order_and_may_be_sent_again(staff: Caller, neighbour: Caller) -> None:
    id = staff.post("/uploads", {"name": "a.csv"}, status=201)["id"]
    full = {"number": 0, "content": b64encode(b"x" * PART_BYTES).decode()}
    short = {"number": 1, "content": "YQ=="}
    staff.post(f"/uploads/{id}/parts", short, status=409)
    staff.post(f"/uploads/{id}/parts", full)
    assert staff.post(f"/uploads/{id}/parts", full)["parts"] == 1
    assert staff.post(f"/uploads/{id}/parts", short)["size"] == PART_BYTES + 1
    assert "2" in staff.post(f"/uploads/{id}/parts", {**short, "number": 2}, status=409)["detail"]
    assert staff.post(f"/uploads/{id}/parts", {"number": 2, "content": "?"}, status=422)["errors"]
    neighbour.post(f"/uploads/{id}/parts", short, status=404)
