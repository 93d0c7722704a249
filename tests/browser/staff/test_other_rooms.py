"""The register, the support desk, webhooks and the operator's room, as staff use them in a browser."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from services.chassis.events import Received
from services.contracts.registry import OrganisationRegistered
from services.contracts.transfers import PracticePublished
from tests.browser.conftest import looks_right, tables_that_scroll
from tests.browser.staff.conftest import said
from tests.browser.staff.network import Network
from tests.browser.staff.steps import choose, fill, press, press_link

pytestmark = pytest.mark.needing_browser

MAPPING = {
    "source": "directory",
    "tables": [
        {
            "file": "groups.csv",
            "makes": "organisations",
            "identity": "number",
            "columns": {"name": "title", "website": "page"},
            "constants": {"kind": "ngo", "country": "IT"},
        }
    ],
}
GROUPS = 'number,title,page,colour\n1,"Casa, dei Popoli",https://casa.example,red\n2,,https://none.example,blue\n'
GROUPS += f"3,{'x' * 300},,\n"

GATHERING = {
    "city": "catania",
    "method": "easw",
    "title": said("Una città che impara"),
    "starts_at": "2027-05-04T08:00:00Z",
    "ends_at": "2027-05-04T16:00:00Z",
    "capacity": 32,
}
PLAN = {"city": "catania", "title": said("Piano"), "starts_on": "2030-01-01", "ends_on": "2031-12-31"}


def test_a_foreign_directory_is_previewed_confirmed_and_taken_back(desk: Page, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "wrong.json").write_text(json.dumps({**MAPPING, "tables": [{"file": "groups.csv"}], "surce": "x"}))
    (tmp_path / "groups.csv").write_text(GROUPS)
    page = desk
    page.goto("/en/staff/registry/imports/mapped")
    page.locator("[name=mapping]").set_input_files(tmp_path / "deep.json")
    page.locator("[name=files]").set_input_files(tmp_path / "groups.csv")
    press(page, "Preview")
    expect(page.locator(".govuk-error-summary")).to_contain_text("it is not valid JSON")
    page.locator("[name=mapping]").set_input_files(tmp_path / "wrong.json")
    page.locator("[name=files]").set_input_files(tmp_path / "groups.csv")
    press(page, "Preview")
    expect(page.locator(".govuk-error-summary")).to_contain_text("tables.0.makes: This is missing.")
    expect(page.locator(".govuk-error-summary")).to_contain_text("surce: There is no such field.")
    page.locator("[name=mapping]").set_input_files(tmp_path / "mapping.json")
    page.locator("[name=files]").set_input_files(tmp_path / "groups.csv")
    press(page, "Preview")
    expect(page.locator("#preview-add")).to_contain_text("Casa, dei Popoli")
    expect(page.locator("#problems")).to_contain_text("groups.csv")
    expect(page.get_by_text("This is longer than 200 characters.")).to_be_visible()
    looks_right(page, "staff-import-preview")
    assert tables_that_scroll(page) == []
    press(page, "Import 1 record")
    expect(page.get_by_text("1 added")).to_be_visible()
    looks_right(page, "staff-import-done")
    with page.expect_navigation():
        press(page, "Take this import back")
    page.reload()
    expect(page.get_by_text("1 removed")).to_be_visible()


def test_a_partnership_is_formed_grows_and_lets_a_member_go(desk: Page) -> None:
    page = desk
    page.goto("/en/staff/registry/partnerships/new")
    fill(page, name="Partnership of Catania")
    choose(page, "lead_organisation", "Comune di Catania")
    press(page, "Form it")
    press_link(page, "Add a member")
    choose(page, "organisation", "CIOFS Catania")
    page.locator("[name=role][value=core]").check()
    press(page, "Add")
    expect(page.get_by_role("table", name="Members")).to_contain_text("CIOFS Catania")
    looks_right(page, "staff-partnership")
    page.get_by_role("link", name="End CIOFS Catania").click()
    press(page, "End it")
    expect(page.get_by_text("The membership has an end.")).to_be_visible()
    page.goto("/en/staff/registry/partnerships")
    looks_right(page, "staff-partnerships")


def test_a_person_is_noted_changed_and_erased(desk: Page) -> None:
    page = desk
    page.goto("/en/staff/registry/people/new")
    fill(page, given_name="Zoe", family_name="Rossi", email="zoe@example.org", channels="095 123 4567\nring me")
    choose(page, "organisation", "CIOFS Catania")
    page.locator("[name=role]").select_option("trainer")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("ring me: Enter a telephone number")
    fill(page, channels="095 123 4567")
    press(page, "Save")
    expect(page.locator("[name=channels]")).to_have_value("+390951234567")
    press_link(page, "Note a consent")
    looks_right(page, "staff-consent")
    page.locator("[name=purpose][value=photos]").check()
    page.locator("[name=how][value=spoken]").check()
    press(page, "Save")
    looks_right(page, "staff-person")
    press_link(page, "Withdraw Photographs being published")
    press(page, "Withdraw")
    expect(page.get_by_text("The consent was withdrawn.")).to_be_visible()
    fill(page, family_name="Bianchi")
    press(page, "Save")
    press_link(page, "Who has seen the data of this person")
    expect(page.get_by_role("table")).to_contain_text("The sheet of the person")
    looks_right(page, "staff-readings")
    press_link(page, "Back")
    press_link(page, "Everything that is held about this person")
    expect(page.locator("main")).to_contain_text("Bianchi")
    looks_right(page, "staff-held")
    press_link(page, "Back")
    press_link(page, "Put under a legal hold")
    fill(page, reason="A lawsuit")
    press(page, "Save")
    expect(page.get_by_role("link", name="Erase all data about this person")).to_have_count(0)
    press_link(page, "End the legal hold")
    press(page, "End it")
    press_link(page, "Erase all data about this person")
    looks_right(page, "staff-erase")
    press(page, "Erase all data about this person")
    expect(page.get_by_role("table", name="Parts of the platform")).to_contain_text("Not yet")
    looks_right(page, "staff-erasure")
    press_link(page, "Receipts of erasures")
    looks_right(page, "staff-erasures")
    press_link(page, "People")
    expect(page.locator("main")).not_to_contain_text("Bianchi")
    _say_what_people_agree_to(page)
    press_link(page, "Records of processing")
    looks_right(page, "staff-processing")
    with page.expect_download() as saved:
        press_link(page, "Save as a file (CSV)")
    kept = "As long as they have a role; then 24 months after the last change"
    expect(page.locator("main")).to_contain_text(kept)
    assert kept in saved.value.path().read_text("utf-8-sig")
    press_link(page, "People")
    press_link(page, "How long records are kept")
    looks_right(page, "staff-retention")
    press_link(page, "Imports")
    looks_right(page, "staff-retention-rule")


def test_what_a_shorter_rule_takes_away_is_seen_before_it_is_saved(browser: Browser, network: Network) -> None:
    registry = network.services["registry"]
    id = network.asks("registry").post("/people", {"given_name": "Eva", "family_name": "Alt"}, status=201)["id"]
    long_ago = registry.clock.now() - timedelta(days=300)
    registry.database.rows("people").update_one({"_id": id}, {"$set": {"updated_at": long_ago}})
    context = network.signed_in(browser, network.staff(None))
    page = context.new_page()
    page.goto("/en/staff/registry/retention/people_without_role")
    fill(page, months="23")
    press(page, "Save")
    expect(page.get_by_text("The rule was changed.")).to_be_visible()
    for months in ("7", "6"):
        fill(page, months=months)
        press(page, "Save")
        expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
        expect(page.get_by_role("table", name=f"What would go today by {months} months")).to_contain_text("Eva Alt")
    looks_right(page, "staff-retention-shorter")
    assert network.asks("registry").get("/retention-rules/people_without_role")["months"] == 23
    press(page, "Save, and have it taken away")
    expect(page.get_by_text("The rule was changed.")).to_be_visible()
    registry.run_job("apply-retention")
    page.goto("/en/staff/registry/retention")
    gone = page.get_by_role("table", name="What has gone")
    expect(gone.get_by_role("cell", name="6", exact=True)).to_be_visible()
    page.goto("/en/staff/registry/erasures/" + id)
    expect(page.get_by_text("A rule on how long records are kept")).to_be_visible()
    network.asks("registry").patch("/retention-rules/people_without_role", {"months": 24})
    context.close()


def _say_what_people_agree_to(page: Page) -> None:
    """Add a purpose, retire it, remove it."""
    press_link(page, "What people may be asked to agree to")
    press_link(page, "Add a purpose")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    looks_right(page, "staff-purpose-new")
    fill(page, in_it="La festa", in_en="The summer party")
    press(page, "Save")
    page.get_by_role("link", name="The summer party").click()
    page.locator("[name=retired]").check()
    looks_right(page, "staff-purpose")
    press(page, "Save")
    expect(page.get_by_role("row", name="The summer party")).to_contain_text("Retired")
    looks_right(page, "staff-purposes")
    page.get_by_role("link", name="The summer party").click()
    press_link(page, "Remove this purpose")
    press(page, "Remove it")
    expect(page.get_by_role("table", name="Purposes")).not_to_contain_text("The summer party")
    press_link(page, "People")


def test_a_question_is_asked_answered_and_closed(desk: Page) -> None:
    page = desk
    page.goto("/en/staff/tickets/new")
    fill(page, subject="How do we begin?", body_="We want to hold a workshop.", requester__email="zoe@example.org")
    page.locator("[name=category][value=method]").check()
    press(page, "Ask")
    looks_right(page, "staff-ticket")
    press(page, "Send the answer")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter “Your answer”")
    fill(page, body_="Begin with the four role groups.")
    press(page, "Send the answer")
    expect(page.get_by_text("Begin with the four role groups.")).to_be_visible()
    press(page, "Close this question")
    expect(page.locator("strong.govuk-tag").first).to_have_text("Closed")
    page.goto("/en/staff/tickets")
    looks_right(page, "staff-tickets")


def test_a_webhook_shows_its_secret_once_and_its_log(desk: Page, network: Network) -> None:
    page = desk
    page.goto("/en/staff/messages/webhooks/new")
    fill(page, url="http://127.0.0.1:9/hooks", description="The city's system")
    page.locator(f"main input[value='{OrganisationRegistered.type}']").check()
    press(page, "Add")
    assert page.locator("#secret").inner_text().startswith("whsec_")
    looks_right(page, "staff-secret")
    press_link(page, "I have copied it")
    expect(page.get_by_text("Nothing was delivered yet")).to_be_visible()
    press(page, "Send a test event")
    network.services["notifications"].run_job("deliver-webhooks")
    page.reload()
    looks_right(page, "staff-webhook")
    page.locator("main table a").first.click()
    looks_right(page, "staff-delivery")


def test_an_operator_reads_and_settles_what_could_not_be_applied(desk: Page, network: Network) -> None:
    network.services["support"].intake.bury(b"not an event", "Undecodable: not JSON")
    network.services["support"].intake.take([broken_event()])
    page = desk
    page.goto("/en/staff/operation")
    expect(page.locator("table")).to_contain_text("Works")
    looks_right(page, "staff-operation")
    page.locator("main table").get_by_role("link", name="Support desk").click()
    looks_right(page, "staff-dead-letters")
    page.get_by_role("link", name=PracticePublished.type).click()
    looks_right(page, "staff-dead-letter")
    press(page, "Try it again")
    expect(page.get_by_text("The event is being tried again.")).to_be_visible()
    press_link(page, "An event that cannot be read")
    press(page, "Give it up")
    expect(page.get_by_text("Every event that arrived was applied.")).to_be_visible()


def broken_event() -> Received:
    """An event of which nothing that its schema asks for is there."""
    return Received(
        id="broken", type=PracticePublished.type, source="transfers", sequence=10_000, epoch="test", subject="none",
        subject_version=1, time=datetime.now(UTC), city="bologna", actor="", data={},
    )  # fmt: skip


def test_preferences_are_kept(desk: Page) -> None:
    page = desk
    page.goto("/en/staff/messages/preferences")
    page.get_by_label("A vote is closed").uncheck()
    press(page, "Save")
    expect(page.get_by_text("Your choice of messages was saved.")).to_be_visible()
    assert not page.get_by_label("A vote is closed").is_checked()


def test_who_may_only_read_is_offered_nothing_to_change(browser: Browser, network: Network) -> None:
    gathering = network.asks("workshops").post("/gatherings", GATHERING, status=201)["id"]
    plan = network.asks("transfers").post("/plans", PLAN, status=201)["id"]
    reader = network.passport_of(network.reader())
    website = network.services["website"].app.test_client()
    practice = network.asks("transfers").get("/practices")["items"][0]["id"]
    paths = [
        "", "gatherings", f"gatherings/{gathering}", f"gatherings/{gathering}/ideas", f"gatherings/{gathering}/rounds",
        "plans", f"plans/{plan}", "plans/ideas", "practices", f"practices/{practice}", "transfers",
        "registry/organisations", "registry/partnerships", "registry/people", "registry/imports",
    ]  # fmt: skip
    for path in paths:
        answer = website.get(f"/en/staff/{path}", headers=reader)
        assert answer.status_code == 200
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        assert main and not re.search(r'method="post"|href="[^"]*/(new|change)"', main), path
    context = network.signed_in(browser, network.reader())
    page = context.new_page()
    refused = page.goto(f"/en/staff/gatherings/{gathering}/registrations")
    assert refused is not None and refused.status == 403
    looks_right(page, "staff-refused")
    context.close()


def test_a_session_that_ends_while_somebody_writes_loses_nothing(browser: Browser, network: Network) -> None:
    context = network.signed_in(browser, network.staff())
    page = context.new_page()
    page.goto("/en/staff/registry/organisations/new")
    fill(page, name="Written slowly")
    page.locator("[name=kind]").select_option("ngo")
    page.locator("[name=country]").select_option("IT")
    context.set_extra_http_headers({})
    press(page, "Add")
    expect(page.get_by_role("heading", name="You are not signed in any more")).to_be_visible()
    looks_right(page, "staff-signed-out")
    context.set_extra_http_headers(network.passport_of(network.staff()))
    press(page, "Send it again")
    expect(page.get_by_role("heading", name="Written slowly")).to_be_visible()
    context.close()


def test_a_strangers_page_can_plant_nothing(network: Network) -> None:
    website = network.services["website"].app.test_client()
    answer = website.post(
        "/en/staff/registry/organisations/new",
        data={"name": "Planted"},
        headers={"Sec-Fetch-Site": "cross-site", "Accept": "text/html"},
    )
    assert answer.status_code == 401
    assert "Planted" not in answer.get_data(as_text=True)
