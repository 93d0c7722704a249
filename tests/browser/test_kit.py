"""Every part of the kit in a real browser: no violation, no sideways scroll, and no script needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import ALL, OF_PLACE, violations
from tests.browser.conftest import WIDTHS, keep_picture, looks_right, scrolls_sideways, serving, tables_that_scroll
from tests.browser.gallery import create_app

pytestmark = pytest.mark.needing_browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    yield from serving(create_app())


PAGES = [
    "gallery", "gallery?q=x&sort=-name&after=c", "gallery/form", "gallery/stale", "gallery/projector",
    "gallery/fault/forbidden", "nothing",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean_and_fits(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/it/{path}")
    page.wait_for_load_state("networkidle")
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"kit-{path.replace('/', '-').split('?')[0]}")
        assert violations(page) == []
        assert not scrolls_sideways(page)


def test_on_a_phone_a_row_is_read_without_scrolling_and_stays_a_row(page_without_scripts: Page, address: str) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    page.goto(f"{address}/de/gallery?sort=name")
    assert tables_that_scroll(page) == []
    table = page.get_by_role("table", name="Organisations")
    heads = table.get_by_role("columnheader")
    assert [head.inner_text().strip() for head in heads.all()] == ["Name ▲", "Kind", "Members", "Open"]
    assert heads.first.get_attribute("aria-sort") == "ascending"
    row = table.get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_have_text("Zentrum für Soziale Innovation")
    labels = [cell.evaluate(SHOWN_BEFORE) for cell in row.get_by_role("cell").all()]
    assert labels == ['"Kind"', '"Members"', "none"]
    page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})
    assert row.get_by_role("cell").first.evaluate(SHOWN_BEFORE) == "none"


SHOWN_BEFORE = "cell => getComputedStyle(cell, '::before').content"
SMALL = '<button style="all: unset; display: inline-block; width: 20px; height: 20px">x</button>'


@pytest.mark.parametrize(
    ("rule", "faulty"),
    [
        ("target-size", f"<p>{SMALL}{SMALL}</p>"),
        ("target-size", f'<p>{SMALL}<a href="/" style="display: inline-block; height: 60px">A longer way</a></p>'),
        ("scrollable-region-focusable", f'<div style="height: 2em; overflow: auto">{"<p>text</p>" * 9}</div>'),
    ],
)  # fmt: skip
def test_what_stands_in_a_wrong_place_is_found_where_the_rest_is_right(
    page: Page, address: str, rule: str, faulty: str
) -> None:
    page.goto(f"{address}/en/gallery/form")
    for width, rules in (("phone", ALL), ("desktop", OF_PLACE)):
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        assert violations(page, rules) == []
        page.evaluate(
            "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", f"<div id=x>{faulty}</div>"
        )
        assert {line.split(":")[0] for line in violations(page, rules)} == {rule}
        page.evaluate("document.getElementById('x').remove()")


def test_a_form_with_errors_is_clean_and_leads_to_each_field(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gallery/form")
    page.get_by_role("button", name="Save").click()
    looks_right(page, "kit-form-errors")
    assert page.title() == "Error: Form – Learning Cities"
    links = page.locator(".govuk-error-summary__list a")
    assert links.count() == 11
    for link in links.all():
        target = page.locator(str(link.get_attribute("href")))
        assert target.count() == 1
        assert target.evaluate("element => element.matches('input, select, textarea')")


def test_the_summary_takes_the_focus_and_a_link_gives_it_to_the_field(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gallery/form")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter “Day of the gathering”").click()
    expect(page.locator("#when-day")).to_be_focused()


def test_the_map_shows_every_place_by_name(page: Page, address: str) -> None:
    page.goto(f"{address}/en/gallery")
    page.wait_for_selector(".lc-map__marker")
    names = [marker.get_attribute("title") for marker in page.locator(".lc-map__marker").all()]
    assert names == ["Bologna", "Catania", "Budapest", "Santander"]
    page.locator(".lc-map__marker").nth(1).press("Enter")
    page.get_by_role("link", name="Catania").first.wait_for()


def test_no_script_is_needed(page_without_scripts: Page, address: str) -> None:
    page = page_without_scripts
    page.goto(f"{address}/en/gallery")
    assert page.locator("#map-list li").count() == 4
    assert not page.locator(".lc-map").is_visible()
    page.goto(f"{address}/en/gallery/form")
    page.get_by_role("button", name="Save").click()
    assert page.locator(".govuk-error-summary").is_visible()


def test_the_page_obeys_its_own_content_policy(page: Page, address: str) -> None:
    """The fixture fails on a refusal in the console; this page is opened with the policy in force."""
    strict = page.context.browser.new_page()  # type: ignore[union-attr]
    refused: list[str] = []
    strict.on("console", lambda line: refused.append(line.text))
    strict.goto(f"{address}/en/gallery")
    strict.wait_for_selector(".lc-map__marker")
    strict.close()
    assert refused == []
