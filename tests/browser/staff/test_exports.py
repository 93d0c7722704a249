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
SHEET = {
    "legal_name": "Astra s.c.", "target_groups": ["women"], "languages": ["it"],
    "sites": [{"name": "Porto", "address": None, "postcode": "95121", "town": "Catania", "country": "IT"}],
    "identifiers": [
        {"scheme": "vat", "value": "IT00743110157"}, {"scheme": "tax_number", "country": "IT", "value": "00743110157"},
    ],
}  # fmt: skip
TOLD = {
    "Name": f"'{FORMULA}", "Legal name": "Astra s.c.", "Kind": "Non-governmental organisation", "For whom?": "Women",
    "Languages": "Italian", "Sites": "Porto, 95121, Catania", "VAT number": "IT00743110157",
    "Tax number": "00743110157", "Part of": "Hyperlinkless", "Successor": "", "Verification": "Verified",
    "Publication": "Published",
}  # fmt: skip
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
    head = registry.post("/organisations", {**organisation, "name": "Hyperlinkless", "kind": "school"}, status=201)
    made = registry.post("/organisations", {**organisation, **SHEET, "parent": head["id"]}, status=201)
    registry.post(f"/organisations/{made['id']}/verify", {"status": "verified"})
    registry.post("/organisations", {**organisation, "name": "Hyperlinks, drafted", "publication": "draft"}, status=201)

    page.goto("/en/staff/registry/organisations?q=hyperlink&kind=ngo")
    page.get_by_text("More filters").click()
    page.get_by_label("Verification").select_option("verified")
    page.get_by_label("Publication").select_option("published")
    page.get_by_role("button", name="Show").click()
    heading, row = _table(page)
    told = dict(zip(heading, row, strict=True))
    assert {name: told[name] for name in TOLD} == TOLD
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
