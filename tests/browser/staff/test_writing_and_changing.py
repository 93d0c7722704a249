"""What staff write and change besides the main way: agenda, gathering, sheet, measures; and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.conftest import PRACTICE, said
from tests.browser.staff.network import Network
from tests.browser.staff.steps import fill, press, press_link

pytestmark = pytest.mark.needing_browser

GATHERING = {
    "city": "catania",
    "method": "training_seminar",
    "title": said("Seminario"),
    "starts_at": "2027-06-01T07:00:00Z",
    "ends_at": "2027-06-01T15:00:00Z",
    "capacity": 20,
}


@pytest.fixture
def gathering(network: Network) -> str:
    return str(network.asks("workshops").post("/gatherings", GATHERING, status=201)["id"])


def test_an_agenda_is_written_as_lines(desk: Page, gathering: str) -> None:
    desk.goto(f"/it/staff/gatherings/{gathering}/agenda")
    fill(desk, lines="2027-06-01 9:00 Accoglienza\n2027-06-01 soon Lavoro")
    press(desk, "Salva")
    expect(desk.locator(".govuk-error-summary")).to_contain_text("La riga 2")
    looks_right(desk, "staff-agenda-errors")
    fill(desk, lines="2027-06-01 9:00 Accoglienza\n2027-06-01 11:30 Lavoro in gruppi")
    press(desk, "Salva")
    expect(desk.locator(".lc-agenda").first).to_contain_text("11:30 CEST")
    looks_right(desk, "staff-agenda")


def test_a_gathering_is_moved_and_then_cancelled(desk: Page, gathering: str) -> None:
    desk.goto(f"/en/staff/gatherings/{gathering}/change")
    looks_right(desk, "staff-gathering-change")
    assert desk.locator("[name=begins]").input_value() == "09:00"
    fill(desk, begins="10:00", ends="8:00")
    press(desk, "Save")
    expect(desk.locator(".govuk-error-summary a")).to_have_attribute("href", "#ends")
    fill(desk, ends="18:00")
    press(desk, "Save")
    expect(desk.get_by_text("1 June 2027, 10:00–18:00 CEST")).to_be_visible()
    press_link(desk, "Cancel this gathering")
    looks_right(desk, "staff-gathering-cancel")
    press(desk, "Cancel it and tell everybody")
    expect(desk.locator("strong.govuk-tag").first).to_have_text("Cancelled")


def test_a_practice_sheet_is_written_in_two_languages_and_published_when_whole(
    browser: Browser, network: Network
) -> None:
    context = network.signed_in(browser, network.staff("bologna"))
    page = context.new_page()
    page.goto("/it/staff/practices/new")
    fill(page, title="Corsi di sera")
    press(page, "Salva")
    press(page, "Pubblica")
    assert page.locator(".govuk-error-summary li").count() > 1
    looks_right(page, "staff-practice-incomplete")
    texts = ("challenge", "description", "preconditions", "resources")
    fill(page, main_institution="Comune di Bologna", **dict.fromkeys(texts, "Testo della scheda."))
    page.locator("[name=policy_areas][value=housing]").check()
    press(page, "Salva")
    press_link(page, "Aggiungi una parte")
    fill(page, title="La sera", description="Dalle otto alle dieci.")
    press(page, "Salva")
    press_link(page, "Aggiungi una prova")
    fill(page, statement="Tutti i posti sono occupati.")
    press(page, "Salva")
    press(page, "Pubblica")
    expect(page.locator("strong.govuk-tag").first).to_have_text("Visibile al pubblico")
    looks_right(page, "staff-practice")
    page.goto(page.url.replace("/it/", "/en/") + "/change")
    expect(page.get_by_text("In Italiano: Corsi di sera")).to_be_visible()
    fill(page, title="Evening courses", **dict.fromkeys(texts, "Text of the sheet."))
    press(page, "Save")
    expect(page.get_by_role("heading", name="Evening courses")).to_be_visible()
    context.close()


def test_a_measure_without_ties_is_marked_and_can_be_tied_later(desk: Page, network: Network) -> None:
    plan = {"city": "catania", "title": said("Piano"), "starts_on": "2040-01-01", "ends_on": "2041-12-31"}
    made = network.asks("transfers").post("/plans", plan, status=201)
    desk.goto(f"/en/staff/plans/{made['id']}/measures/new")
    fill(desk, title="Courses in each district")
    press(desk, "Add the measure")
    expect(desk.get_by_text("Not integrated").first).to_be_visible()
    looks_right(desk, "staff-measure-not-integrated")
    desk.get_by_role("link", name="Which other policy areas is it tied to?").click()
    desk.locator("[name=linkages][value=housing]").check()
    press(desk, "Save")
    expect(desk.get_by_text("Not integrated")).to_have_count(0)


def test_a_transfer_is_given_up_with_its_reason(desk: Page, network: Network) -> None:
    practice = network.asks("transfers").post("/practices", PRACTICE, status=201)["id"]  # no other test takes it up
    network.asks("transfers").post(f"/practices/{practice}/publish")
    made = network.asks("transfers").post("/transfers", {"practice": practice, "city": "catania"}, status=201)
    desk.goto(f"/en/staff/transfers/{made['id']}/abandon")
    press(desk, "Give it up")
    expect(desk.locator(".govuk-error-summary")).to_contain_text("Why is the transfer given up?")
    fill(desk, reason="The schools are closed in the evening.")
    press(desk, "Give it up")
    expect(desk.locator(".govuk-inset-text")).to_contain_text("The schools are closed in the evening.")


def test_staff_need_no_script(browser: Browser, network: Network) -> None:
    context = network.signed_in(browser, network.staff(), java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/staff/registry/organisations/new")
    press(page, "Add")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    fill(page, name="Without scripts")
    page.locator("[name=kind]").select_option("ngo")
    page.locator("[name=country]").select_option("IT")
    press(page, "Add")
    expect(page.get_by_role("heading", name="Without scripts")).to_be_visible()
    page.goto("/en/staff/registry/organisations?q=without")
    expect(page.locator("table")).to_contain_text("Without scripts")
    context.close()
