"""Bringing in a list of one's own in a browser: its columns, its words, its mistakes, and a template."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.steps import fill, press, press_link

pytestmark = pytest.mark.needing_browser

LIST = (
    "Verein;Art;E-Mail;Farbe\nHaus am Fluss;gemeinnützig;haus@example.org;rot\nHof;Verband;hof@example.org;blau\n"
    + "".join(f"Stelle {n};gemeinnützig;keine{n};grün\n" for n in range(25))
)


def send(page: Page, file: Path, makes: str = "organisations") -> None:
    """Send a list."""
    page.goto("/en/staff/registry/imports/new")
    page.locator(f"[name=makes][value={makes}]").check()
    page.locator("[name=file]").set_input_files(file)
    press(page, "Go on")


def test_a_list_of_ones_own_is_mapped_once_and_remembered(desk: Page, tmp_path: Path) -> None:
    page, file = desk, tmp_path / "vereine.csv"
    file.write_text(LIST)
    send(page, file)
    expect(page.locator("h1")).to_have_text("Which column is which?")
    expect(page.get_by_label("E-Mail")).to_have_value("email")
    expect(page.locator("main")).to_contain_text("For example: Haus am Fluss · Hof")
    page.get_by_label("Verein", exact=True).select_option("name")
    page.get_by_label("Art", exact=True).select_option("name")
    page.get_by_label("Which column tells the rows apart?").select_option("Verein")
    looks_right(page, "staff-import-columns")
    press(page, "Preview")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Another column was chosen for this already.")
    page.get_by_label("Art", exact=True).select_option("kind")
    fill(page, save_as="Vereinsliste")
    press(page, "Preview")
    expect(page.locator("main")).to_contain_text("2 words of this list are not ours")
    looks_right(page, "staff-import-unknown-words")
    press_link(page, "Say what they stand for")
    page.get_by_label("gemeinnützig (optional)").select_option("ngo")
    page.get_by_label("Verband (optional)").select_option("ngo")
    looks_right(page, "staff-import-words")
    press(page, "Read the list again")
    expect(page.locator("#preview-add")).to_contain_text("Haus am Fluss")
    expect(page.locator("#problems")).to_contain_text("keine0")
    with page.expect_download() as file_of_problems:
        press_link(page, "Download all of them (CSV)")
    told = file_of_problems.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert (len(told), told[1].split(",")[:4]) == (26, ["vereine.csv", "4", "E-Mail", "keine0"])
    press_link(page, "All 25 mistakes")
    looks_right(page, "staff-import-problems")
    page.go_back()
    press(page, "Import 2 records")
    expect(page.get_by_text("2 added")).to_be_visible()

    file.write_text(LIST.replace("haus@example.org", "am-fluss@example.org"))
    send(page, file)
    press(page, "Use it Vereinsliste")
    expect(page.locator("#preview-change")).to_contain_text("haus@example.org")
    expect(page.locator("#preview-change")).to_contain_text("am-fluss@example.org")
    looks_right(page, "staff-import-differences")
    file.write_text(LIST.replace(";Farbe", ";Art"))
    send(page, file)
    press(page, "Use it Vereinsliste")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The file needs “Art” as a column exactly once.")
    expect(page.get_by_label("E-Mail")).to_have_value("email")
    page.goto("/en/staff/registry/imports/mappings")
    page.get_by_role("link", name="Rename Vereinsliste").click()
    fill(page, name="Vereine 2026")
    press(page, "Save")
    looks_right(page, "staff-import-mappings")
    page.get_by_role("link", name="Delete Vereine 2026").click()
    press(page, "Delete it")
    expect(page.locator("main")).to_contain_text("No mapping is saved yet")


def test_a_filled_template_is_previewed_at_once(desk: Page, tmp_path: Path) -> None:
    page = desk
    page.goto("/en/staff/registry/imports/new")
    with page.expect_download() as template:
        page.get_by_role("link", name="CSV People").click()
    headings, example = template.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert headings.startswith("Given name,Family name,E-mail address")
    file = tmp_path / "people.csv"
    file.write_text("\n".join([headings, example, "Rosa,Verdi,rosa@example.org,Italian,CIOFS Catania,Trainer,,"]))
    send(page, file, "people")
    expect(page.locator("#preview-add")).to_contain_text("Rosa Verdi")
    expect(page.locator("#problems")).to_contain_text("This is the example of the template.")
    press(page, "Import 1 record")
    expect(page.get_by_text("1 added")).to_be_visible()
