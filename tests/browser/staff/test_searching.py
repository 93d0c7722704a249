"""Searching as staff do: the combobox by keyboard and without scripts, saved searches, what was probably meant."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from services.contracts.registry import SearchMatched
from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import fill, press, press_link

pytestmark = pytest.mark.needing_browser

STAY = "[name=organisation]"


def test_an_organisation_is_chosen_with_the_keyboard_though_misspelt(staff_page: Page) -> None:
    page = staff_page
    page.goto("/en/staff/registry/services/new")
    box = page.get_by_role("combobox", name="Organisation")
    box.press_sequentially("comnue")
    options = page.locator(".lc-lookup__find")
    expect(options).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="Results: 1")).to_be_attached()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    looks_right(page, "staff-combobox")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Comune di Catania")
    expect(page.locator(STAY)).not_to_have_value("")
    box.press("Backspace")
    expect(page.locator(STAY)).to_have_value("")
    box.fill("xqzw")
    expect(page.get_by_role("status").filter(has_text="Nothing found")).to_be_attached()


def test_without_scripts_the_finds_are_asked_for(browser: Browser, network: Network) -> None:
    context = network.signed_in(browser, network.staff(), 1280, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/staff/registry/services/new")
    fill(page, name="Sewing", **{"organisation-text": "catania"})
    press(page, "Add")
    expect(page.get_by_role("link", name="Choose which one you mean for “Organisation”")).to_be_visible()
    expect(page.get_by_label("CIOFS Catania")).to_be_visible()
    page.get_by_label("Comune di Catania").check()
    press(page, "Add")
    expect(page.get_by_text("The service is in the directory.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Comune di Catania")
    press_link(page, "Change")
    expect(page.locator("[name=organisation-text]")).to_have_value("Comune di Catania")
    fill(page, **{"organisation-text": "xqzw"})
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("“Organisation”: Nothing is called “xqzw”.")
    context.close()


def test_with_scripts_they_are_asked_for_until_something_else_is_typed(staff_page: Page) -> None:
    page = staff_page
    page.goto("/en/staff/registry/services/new")
    fill(page, name="Sewing", **{"organisation-text": "catania"})
    press(page, "Add")
    expect(page.get_by_label("Comune di Catania")).to_be_visible()
    fill(page, **{"organisation-text": "CIOFS"})
    expect(page.get_by_label("Comune di Catania")).to_have_count(0)


def test_a_list_that_cannot_be_asked_for_says_why_and_leads_back(staff_page: Page) -> None:
    staff_page.goto(f"/en/staff/registry/organisations?q={'a' * 101}")
    expect(staff_page.locator("main li")).to_have_text(["This is longer than 100 characters."])
    press_link(staff_page, "Show all")
    expect(staff_page.get_by_role("heading", name="Organisations")).to_be_visible()


def test_a_list_is_narrowed_to_what_is_near_a_city(staff_page: Page) -> None:
    page = staff_page
    page.goto("/en/staff/registry/organisations")
    page.get_by_text("More filters").click()
    page.get_by_label("Near").select_option("Catania")
    press(page, "Show")
    expect(page.get_by_label("Near")).to_have_value("37.5,15.09")
    expect(page.get_by_role("row", name="CIOFS Catania")).to_have_count(0)
    page.get_by_label("Distance").select_option("Up to 25 km")
    press(page, "Show")
    expect(page.get_by_role("row", name="CIOFS Catania")).to_be_visible()


def test_a_search_is_saved_changed_removed_and_brought_back(network: Network, staff_page: Page) -> None:
    page, name = staff_page, "Mine"
    page.goto("/en/staff/registry/organisations?q=comnue")
    expect(page.get_by_text("You see what is similar: “comune”.")).to_be_visible()
    expect(page.get_by_role("link", name="Comune di Catania")).to_be_visible()
    looks_right(page, "staff-did-you-mean")
    press_link(page, "Save this search")
    looks_right(page, "staff-search-new")
    fill(page, name=name)
    page.get_by_label("Once a day").check()
    press(page, "Save")
    expect(page.get_by_text("The search is saved.")).to_be_visible()
    looks_right(page, "staff-searches")
    press_link(page, name)
    expect(page.get_by_role("searchbox")).to_have_value("comnue")
    page.goto("/en/staff/registry/searches")
    page.get_by_role("link", name=f"Change {name}").click()
    page.get_by_label("Once a week").check()
    press(page, "Save")
    expect(page.get_by_role("row", name=name)).to_contain_text("Once a week")
    press(page, f"Remove {name}")
    expect(page.get_by_text("You can bring it back below")).to_be_visible()
    looks_right(page, "staff-searches-removed")
    press(page, f"Bring it back {name}")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    searches = network.asks("registry", network.staff()).get("/searches")["items"]
    [search] = [one for one in searches if one["name"] == name]
    found = {"owner": network.staff().id, "new": 2}
    network.services["notifications"].hears(SearchMatched, subject=search["id"], data=found)
    page.goto("/en/staff/messages")
    heading = "“Mine”: One of your saved searches finds something new (2)."
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
