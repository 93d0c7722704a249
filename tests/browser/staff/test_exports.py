"""Lists as files: exactly the rows of the page, in three forms, harmless to who opens them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import orjson
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser.staff.network import Network

pytestmark = pytest.mark.needing_browser

FORMULA = '=HYPERLINK("https://evil.example")'
SCORE = {"power": 4, "interest": 2, "attitude": "opponent", "involvement": "none", "wanted_involvement": "consult"}


def _file(page: Page, link: str) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("link", name=link, exact=True).click()
    return Path(begun.value.path()).read_bytes()


def _table(page: Page) -> list[list[str]]:
    content = _file(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_list_is_downloaded_as_it_is_narrowed(staff_page: Page, network: Network) -> None:
    page, registry = staff_page, network.asks("registry", network.staff())
    organisation = {"name": FORMULA, "kind": "ngo", "country": "IT"}
    made = registry.post("/organisations", organisation, status=201)
    registry.post("/organisations", {**organisation, "name": "Hyperlinkless", "kind": "school"}, status=201)

    page.goto("/en/staff/registry/organisations?q=hyperlink&kind=ngo")
    assert [row[:3] for row in _table(page)] == [
        ["Name", "Short name", "Kind"],
        [f"'{FORMULA}", "", "Non-governmental organisation"],
    ]
    assert [one["id"] for one in orjson.loads(_file(page, "JSON"))] == [made["id"]]
    sheet = load_workbook(io.BytesIO(_file(page, "spreadsheet (XLSX)"))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [("Name", "s"), (FORMULA, "s")]

    role = {"organisation": made["id"], "role": "trainer"}
    registry.post(
        "/people", {"given_name": "Ada", "family_name": "Zyx", "email": "ada@zyx.example", "roles": [role]}, status=201
    )
    page.goto("/it/staff/registry/people?q=zyx")
    heading, person = _table(page)
    assert (heading[0], person[:3], person[4]) == (
        "Cognome",
        ["Zyx", "Ada", "ada@zyx.example"],
        f"Formatore o formatrice, {FORMULA}",
    )

    quilting = {"organisation": made["id"], "name": {"en": "Quilting"}, "themes": ["housing_advice"]}
    registry.post("/services", quilting, status=201)
    page.goto("/en/staff/registry/services?q=quilting")
    assert [row[:2] for row in _table(page)][1:] == [["Quilting", f"'{FORMULA}"]]

    registry.post("/stakeholders", {"name": "Tailors", "role_group": "business", **SCORE}, status=201)
    page.goto("/en/staff/registry/stakeholders?q=tailors")
    assert [row[0] for row in _table(page)] == ["Name", "Tailors"]
