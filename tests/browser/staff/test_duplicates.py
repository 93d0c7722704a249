"""Two sheets of one organisation, as staff compare, merge, part and judge them, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import choose, fill, press, press_link

pytestmark = pytest.mark.needing_browser

ONE = {"name": "Scuola Penelope", "kind": "school", "country": "IT", "city": "catania", "seat": "Catania"}
OTHER = {**ONE, "name": "Penelope Scuola onlus", "website": "https://penelope.example", "lat": 37.5, "lon": 15.09}


def test_two_are_compared_merged_parted_and_judged(network: Network, desk: Page) -> None:
    page, registry = desk, network.asks("registry", network.staff())
    one, other = (registry.post("/organisations", sheet, status=201)["id"] for sheet in (ONE, OTHER))
    service = {"organisation": other, "name": {"it": {"text": "Corso", "status": "original"}}}
    registry.post("/services", service, status=201)
    page.goto("/en/staff/registry/duplicates")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    looks_right(page, "staff-duplicates-empty")
    page.goto(f"/en/staff/registry/organisations/{one}")
    press_link(page, "It is in the register a second time")
    press(page, "Compare")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Which other organisation is it?")
    choose(page, "other", "Penelope Scuola onlus")
    press(page, "Compare")
    press(page, "Check")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose “Which one stays?”")
    looks_right(page, "staff-duplicate-errors")
    page.get_by_label("Scuola Penelope, Catania").check()
    page.locator(f"[name=take__name][value='{other}']").check()
    press(page, "Check")
    expect(page.locator("main")).to_contain_text("https://penelope.example")
    looks_right(page, "staff-duplicate-check")
    page.get_by_role("link", name="Change Name").click()
    expect(page.locator(f"[name=take__name][value='{other}']")).to_be_checked()
    press(page, "Check")
    press(page, "Merge the two")
    expect(page.locator("main")).to_contain_text("Services: 1")
    looks_right(page, "staff-duplicate-merged")
    page.goto(f"/en/staff/registry/organisations/{other}")
    expect(page).to_have_url(f"{network.address}/en/staff/registry/organisations/{one}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Penelope Scuola onlus")
    network.settle()
    page.goto(f"/en/partners/{other}")
    expect(page).to_have_url(f"{network.address}/en/partners/{one}")
    page.goto("/en/staff/registry/duplicates?status=merged")
    press_link(page, "Scuola Penelope, Catania – Penelope Scuola onlus, Catania")
    press_link(page, "Undo the merge")
    press(page, "Undo the merge")
    expect(page.locator("#sheets")).to_contain_text("Differs")
    press_link(page, "History")
    expect(page.locator("main")).to_contain_text("Kind: Services; How many: 1")
    network.settle()
    page.goto(f"/en/partners/{other}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Penelope Scuola onlus")
    page.goto(f"/en/staff/registry/organisations/{one}")
    press_link(page, "1 possible duplicate")
    looks_right(page, "staff-duplicates")
    press_link(page, "Scuola Penelope, Catania – Penelope Scuola onlus, Catania")
    press_link(page, "They are not the same")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Why are they not the same?")
    page.locator("[name=reason][value=part]").check()
    fill(page, note="Its branch")
    press(page, "Save")
    page.goto("/en/staff/registry/duplicates?status=not_duplicate")
    press_link(page, "Scuola Penelope, Catania – Penelope Scuola onlus, Catania")
    expect(page.locator("main")).to_contain_text("One is a part or a branch of the other")
    looks_right(page, "staff-duplicate-judged")
    press(page, "Open the pair again")
    expect(page.locator("#sheets")).to_be_visible()


def test_who_enters_something_is_asked_whether_it_is_there(browser: Browser, network: Network, desk: Page) -> None:
    page, registry = desk, network.asks("registry", network.staff())
    there = registry.post("/organisations", {**ONE, "name": "Circolo Verga", "short_name": "CV"}, status=201)["id"]
    page.goto("/en/staff/registry/organisations/new")
    fill(page, name="Verga Circollo onlus", seat="Catania", website="https://verga.example")
    page.locator("[name=kind]").select_option("ngo")
    page.locator("[name=country]").select_option("IT")
    fill(page, name="x" * 201, email="no address")
    press(page, "Add")
    mail = "“E-mail address”: Enter an e-mail address like name@example.org."
    expect(page.locator(".govuk-error-summary li")).to_have_text(["“Name”: This is longer than 200 characters.", mail])
    fill(page, name="Verga Circollo onlus")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary li")).to_have_text([mail])  # before it is asked whether it is there
    fill(page, email="")
    press(page, "Add")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    told = "Circolo Verga in the register, Verga Circollo onlus as you typed it"
    expect(page.locator(".lc-row")).to_contain_text(told)
    expect(page.locator("[name=website]")).to_have_value("https://verga.example")
    looks_right(page, "staff-duplicate-entry")
    this_one = page.get_by_role("link", name="It is this one: Circolo Verga")
    assert this_one.get_attribute("href") == f"/en/staff/registry/organisations/{there}"
    press(page, "It is a new one: add it")
    expect(page.get_by_role("heading", name="Verga Circollo onlus", exact=True)).to_be_visible()
    [apart] = registry.get(f"/duplicates?organisation={there}")["items"]
    assert apart["status"] == "not_duplicate"
    who = {"given_name": "Agata", "family_name": "Russo", "email": "agata@verga.example", "city": "catania"}
    registry.post("/people", who, status=201)
    context = network.signed_in(browser, network.staff(), java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/staff/registry/people/new")
    fill(page, given_name="A.", family_name="Russo", email="Agata@Verga.example")
    press(page, "Save")
    expect(page.locator(".lc-row")).to_contain_text("Agata Russo")
    press(page, "It is a new one: add it")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The person was noted.")
    course = {"organisation": there, "name": {"en": {"text": "Course of Italian", "status": "original"}}}
    registry.post("/services", course, status=201)
    page.goto(f"/en/staff/registry/services/new?organisation={there}")
    fill(page, name="Courses of Italian")
    press(page, "Add")
    expect(page.locator(".lc-row")).to_contain_text("Names that are alike; Open to people")
    press(page, "It is a new one: add it")
    expect(page.get_by_role("heading", name="Courses of Italian")).to_be_visible()
    context.close()


def test_who_looked_at_an_older_sheet_looks_again_and_who_may_not_cannot_choose(
    browser: Browser, network: Network
) -> None:
    registry = network.asks("registry", network.staff())
    one, other = (registry.post("/organisations", {**sheet, "seat": "Acireale"}, status=201) for sheet in (ONE, OTHER))
    pair = registry.post("/duplicates", {"organisations": [one["id"], other["id"]]}, status=201)["id"]
    context = network.signed_in(browser, network.staff(), java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en/staff/registry/duplicates/{pair}")
    page.get_by_label("Scuola Penelope, Acireale").check()
    page.locator(f"[name=take__name][value='{other['id']}']").check()
    registry.patch(f"/organisations/{other['id']}", {"short_name": "Pen"})
    press(page, "Check")
    expect(page.locator(".govuk-error-summary")).to_contain_text("was changed in the meantime")
    expect(page.get_by_label("Scuola Penelope, Acireale")).to_be_checked()
    press(page, "Check")
    registry.patch(f"/organisations/{one['id']}", {"short_name": "Pene"})
    press(page, "Merge the two")
    expect(page.locator(".govuk-inset-text")).to_contain_text("was changed in the meantime")
    expect(page.get_by_role("group", name="Short name")).to_be_visible()
    context.close()
    context = network.signed_in(browser, network.reader())
    page = context.new_page()
    page.goto(f"/en/staff/registry/duplicates/{pair}")
    expect(page.locator("main")).to_contain_text("Staff of the city of both can judge this pair")
    assert page.get_by_role("button", name="Check").count() == 0
    context.close()
