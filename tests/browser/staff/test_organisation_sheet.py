"""The sheets of an organisation (its sites, numbers, whose part it is, who verified it) and of a city."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import choose, fill, press, press_link

pytestmark = pytest.mark.needing_browser

SHEET = {"name": "Scuola Astra", "kind": "school", "country": "IT", "city": "catania"}
ITALIAN, ENGLISH = {"text": "Corsi", "status": "original"}, {"text": "Courses", "status": "human"}


def test_sites_numbers_lines_and_verification_on_pages(network: Network, browser: Browser) -> None:
    registry = network.asks("registry", network.staff())
    id = registry.post("/organisations", SHEET, status=201)["id"]
    registry.post("/organisations", {**SHEET, "name": "Gruppo Astra"}, status=201)
    registry.patch(f"/organisations/{id}", {"description": {"it": ITALIAN, "en": ENGLISH}})
    registry.patch(f"/organisations/{id}", {"description": {"it": ITALIAN | {"text": "Tirocini"}, "en": ENGLISH}})
    context = network.signed_in(browser, network.staff())
    page = context.new_page()
    page.goto(f"/en/staff/registry/organisations/{id}")
    expect(page.locator("main")).to_contain_text("English: older than the original")
    page.get_by_role("link", name="Bring it up to date").click()
    expect(page.locator("main")).to_contain_text("In Italian: Tirocini")
    looks_right(page, "organisation-translation")
    fill(page, text="Traineeships")
    press(page, "It is up to date")
    expect(page.locator("main")).to_contain_text("Traineeships")
    expect(page.locator("main")).not_to_contain_text("older than the original")
    press_link(page, "Add a site")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Town")
    fill(page, address="Via Etnea 1", town="Catania", lat="37.5")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Give both latitude and longitude, or neither.")
    looks_right(page, "staff-organisation-site-error")
    fill(page, lon="15.09")
    press(page, "Add")
    press_link(page, "Add a number")
    page.locator("[name=scheme]").select_option("tax_number")
    fill(page, value="01234560018")
    expect(page.locator("[name=country]")).to_have_value("IT")
    page.locator("[name=country]").select_option("")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say of which country this number is.")
    page.locator("[name=country]").select_option("IT")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_contain_text("This is not a right number of its kind.")
    fill(page, value="012 345 60017")
    press(page, "Add")
    expect(page.locator("main")).to_contain_text("Tax number (Italy): 01234560017")
    press_link(page, "Verify the organisation")
    page.locator("[name=status][value=verified]").check()
    fill(page, note="Camera di commercio")
    looks_right(page, "staff-organisation-verify")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Camera di commercio")
    page.goto(f"/en/staff/registry/organisations/{id}/change")
    choose(page, "parent", "Gruppo Astra")
    page.locator("[name=publication]").select_option("draft")
    fill(page, legal_name="Astra s.c.")
    press(page, "Save")
    for told in ("Gruppo Astra", "Draft: seen in the network only", "Nobody has verified it", "Astra s.c."):
        expect(page.locator("main")).to_contain_text(told)
    looks_right(page, "staff-organisation-sheet")
    press_link(page, "Remove Catania")
    press(page, "Remove it")
    expect(page.locator("main")).to_contain_text("No site is noted yet.")
    press_link(page, "Gruppo Astra")
    expect(page.locator("main")).to_contain_text("Its parts")
    page.set_viewport_size({"width": 360, "height": 780})
    rooms = page.get_by_role("link", name="Duplicates", exact=True)
    expect(rooms).to_have_count(0)  # on a telephone the sheet comes first
    page.get_by_text("In this room").click()
    expect(rooms).to_have_count(1)
    rooms.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("twice")
    context.close()


def test_the_facts_of_a_city_are_changed_on_its_sheet_and_told_in_its_history(
    network: Network, browser: Browser
) -> None:
    registry = network.asks("registry", network.staff())
    kept = {"nuts3": registry.get("/cities/catania")["nuts3"], "names": {}}
    context = network.signed_in(browser, network.staff())
    page = context.new_page()
    page.goto("/en/staff/registry/cities")
    expect(page.get_by_role("link", name="Add a city")).to_have_count(0)
    press_link(page, "Catania")
    looks_right(page, "city-sheet")
    page.get_by_role("button", name="Change").or_(page.get_by_role("link", name="Change", exact=True)).first.click()
    fill(page, nuts3="DE111")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("This is not a NUTS level 3 code of the country.")
    looks_right(page, "city-error")
    fill(page, nuts3="ITG19", names="Catania the Great")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("ITG19")
    expect(page.locator("h1")).to_contain_text("Catania the Great")
    expect(page.locator("main")).to_contain_text("Catania the Great (English)")
    press_link(page, "History")
    expect(page.locator("main")).to_contain_text("ITG19")
    registry.patch("/cities/catania", kept)
    context.close()
