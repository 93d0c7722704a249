"""The directory of services: listed by staff, found by the public."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import choose, fill, press, press_link

pytestmark = pytest.mark.needing_browser


def test_a_service_is_listed_confirmed_and_found_by_the_public(staff_page: Page, network: Network) -> None:
    page, name = staff_page, "Italian in the evening"
    page.goto("/en/staff/registry/services")
    press_link(page, "List a service")
    fill(page, name=name, town="Catania", address="Via Etnea 1", phone="095 1234567", free_places="4")
    choose(page, "organisation", "CIOFS Catania")
    page.locator("[name=themes][value=language_course]").check()
    page.locator("[name=target_groups][value=newcomers]").check()
    page.locator("[name=languages][value=it]").check()
    page.locator("[name=takes_referrals]").check()
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_contain_text("with the code of its country")
    looks_right(page, "staff-service-new")
    fill(page, phone="+39 095 1234567")
    press(page, "Add")
    expect(page.get_by_text("The service is in the directory.")).to_be_visible()
    looks_right(page, "staff-service")
    press(page, "Everything is still right")
    expect(page.get_by_text("The service is confirmed.")).to_be_visible()
    press_link(page, "Change")
    page.locator("[name=status]").select_option("temporarily_closed")
    press(page, "Save")
    network.settle()
    page.goto("/en/services?theme=language_course&language=it")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    looks_right(page, "staff-services-public")
    page.get_by_role("link", name=name).click()
    expect(page.locator("main")).to_contain_text("Via Etnea 1, Catania")
    expect(page.get_by_role("link", name="+390951234567")).to_be_visible()
    looks_right(page, "staff-service-public")
    press_link(page, "CIOFS Catania")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.goto("/en/services?theme=health")
    expect(page.get_by_text("No service fits this filter")).to_be_visible()
