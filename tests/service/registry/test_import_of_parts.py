"""Importing numbers of registers and the main site over HTTP: what comes in, what stays, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.testing import Caller, ServiceUnderTest
from services.registry.imports import reading
from tests.service.registry.conftest import Register

COLUMNS = {
    "name": "name", "legal_name": "legal", "target_groups": "whom", "identifiers.vat": "vat", "identifiers.pic": "pic",
    "identifiers.tax_number": "tax", "site.address": "street", "site.postcode": "postcode", "site.town": "town",
}  # fmt: skip
HEADER = "id,name,legal,whom,vat,pic,tax,street,postcode,town\n"
ROW = "1,Astra,Astra s.c.,women/parents,it 00743110157,,00743110157,Via Etnea 1,95131,Catania"
ASTRA = [
    {"scheme": "vat", "country": None, "value": "IT00743110157"},
    {"scheme": "tax_number", "country": "IT", "value": "00743110157"},
]


def previewed(staff: Caller, *rows: str) -> dict[str, Any]:
    """An import of these rows, as a preview."""
    table = {"file": "a.csv", "makes": "organisations", "identity": "id", "columns": COLUMNS,
             "constants": {"kind": "ngo", "country": "IT"}, "separators": {"target_groups": "/"}}  # fmt: skip
    files = {"a.csv": HEADER + "\n".join(rows) + "\n"}
    made: dict[str, Any] = staff.post(
        "/imports", {"mapping": {"source": "a", "tables": [table]}, "files": files}, status=201
    )
    return made


def imported(staff: Caller, *rows: str) -> dict[str, Any]:
    """The first organisation of an import of these rows, confirmed."""
    staff.post(f"/imports/{previewed(staff, *rows)['id']}/confirm")
    found: dict[str, Any] = staff.get("/organisations?q=Astra")["items"][0]
    return found


def test_numbers_and_the_main_site_come_in_once_and_what_staff_added_stays(staff: Caller) -> None:
    made = imported(staff, ROW)
    site = {"name": None, "address": "Via Etnea 1", "postcode": "95131", "town": "Catania", "country": "IT",
            "lat": None, "lon": None, "main": True}  # fmt: skip
    told = {name: made[name] for name in ("legal_name", "target_groups", "identifiers", "sites")}
    assert told == {"legal_name": "Astra s.c.", "target_groups": ["women", "parents"], "identifiers": ASTRA,
                    "sites": [site]}  # fmt: skip
    placed, branch = {**site, "lat": 37.5, "lon": 15.1}, {**site, "name": "Branch", "main": False}
    pic = {"scheme": "pic", "country": None, "value": "999999999"}
    staff.patch(f"/organisations/{made['id']}", {"sites": [placed, branch], "identifiers": [*ASTRA, pic]})
    assert previewed(staff, ROW)["counts"] == {"add": 0, "change": 0, "skip": 1, "wrong": 0}
    moved = imported(staff, ROW.replace("Via Etnea 1", "Via Roma 2").replace("it 00743110157", "ATU13585627"))
    assert moved["sites"] == [{**site, "address": "Via Roma 2"}, branch]
    assert moved["identifiers"] == [ASTRA[1], pic, {**ASTRA[0], "value": "ATU13585627"}]


def test_a_wrong_number_is_a_mistake_of_its_row(staff: Caller) -> None:
    made = previewed(staff, ROW, "2,Other,,,,123,,,,")
    assert made["counts"] == {"add": 1, "change": 0, "skip": 0, "wrong": 1}
    assert [(one["row"], one["field"]) for one in made["problems"]] == [(3, "identifiers.pic")]


def test_a_row_whose_number_was_taken_since_the_preview_is_left_out(staff: Caller, register: Register) -> None:
    made = previewed(staff, ROW, "2,Astrid,,,,,,,,")
    register("Borealis", identifiers=ASTRA[:1])
    done = staff.post(f"/imports/{made['id']}/confirm")
    assert (done["status"], done["applied"]["added"], done["applied"]["skipped"]) == ("applied", 1, 1)


def test_a_number_that_another_organisation_has_is_a_mistake_of_its_row_in_the_preview(
    registry: ServiceUnderTest, staff: Caller, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_ROWS", 2)
    register("Borealis", identifiers=ASTRA[:1])
    again = [f"{n},Corvus {n},,,,999999999,,,," for n in range(3, 12)]
    made = previewed(staff, ROW, "2,Astrid,,,,,,,,", *again, "2,Wrong,,,,111111111,,,,", "13,Right,,,,111111111,,,,")
    taken = "IT00743110157 is the number of “Borealis” in the register. If both are one, merge them."
    known = [
        (2, "vat", "number", taken),
        *((row, "pic", "number", "Row 4 has the same number.") for row in range(5, 13)),
    ]
    assert made["status"] == "reading"
    assert [(one["row"], one["column"], one["kind"], one["message"]) for one in made["problems"]] == known[:6]
    registry.run_job("continue-imports")  # another process, as after a crash
    read = staff.get(f"/imports/{made['id']}")
    assert [(one["row"], one["column"], one["kind"], one["message"]) for one in read["problems"]] == [
        *known,
        (13, "id", "identity", "Row 3 has the same identifier."),
    ]
    assert read["counts"] == {"add": 3, "change": 0, "skip": 0, "wrong": 10}
