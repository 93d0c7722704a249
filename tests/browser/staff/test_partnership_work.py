"""What the partners of a city sign, meet for and decide, as staff enter it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from services.chassis.testing import Caller
from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import fill, press, press_link

pytestmark = pytest.mark.needing_browser

LEVELS = {"network_management": 2, "participation": 1, "monitoring": 3, "funding": 2}


def _day(page: Page, name: str, year: str, month: str, day: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name='{name}-{part}']").fill(value)


def test_partners_sign_meet_decide_and_assess(network: Network, desk: Page) -> None:
    page, registry = desk, network.asks("registry", network.staff())
    lead = registry.get("/organisations?q=comune")["items"][0]["id"]
    body = {"name": "Working together", "lead_organisation": lead, "since": "2025-01-01"}
    here = f"/partnerships/{registry.post('/partnerships', body, status=201)['id']}"
    kept = network.services["registry"].database.rows("partnerships")
    kept.update_one({"name": body["name"]}, {"$unset": {"selection": 1}})  # as one of before there was the field
    page.goto(f"/en/staff/registry{here}")
    page.get_by_role("link", name="Change", exact=True).click()
    fill(page, selection="By an open call, every second year")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("By an open call, every second year")
    press_link(page, "Note an agreement")
    looks_right(page, "staff-agreement-new")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Signed on")
    _day(page, "signed_on", "2025", "1", "1")
    press(page, "Save")
    press_link(page, "Open a table")
    fill(page, name="Housing table")
    page.locator(f"[name=members][value='{lead}']").check()
    looks_right(page, "staff-table-new")
    press(page, "Open it")
    expect(page.locator("#tables")).to_contain_text("Housing table")
    looks_right(page, "staff-partnership-at-work")
    press_link(page, "Meetings")
    looks_right(page, "staff-meetings-empty")
    press_link(page, "Plan a meeting")
    looks_right(page, "staff-meeting-new")
    fill(page, title="Spring meeting", time="17:00", agenda="Welcome\nThe plan")
    _day(page, "day", "2026", "3", "1")
    press(page, "Plan it")
    expect(page.get_by_text("The meeting was saved.")).to_be_visible()
    press_link(page, "Note who was there")
    page.locator(f"[name=present][value='{lead}']").check()
    press(page, "Save")
    expect(page.get_by_text("Reached: 1 of 1 voters were there, 1 are needed")).to_be_visible()
    press_link(page, "Enter a decision")
    fill(page, title="Open a desk")
    page.locator("[name=method][value=vote]").check()
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("A vote is told with this number too")
    looks_right(page, "staff-decision-new")
    page.locator(f"[name=interested][value='{lead}']").check()
    fill(page, votes_for="1", votes_against="0", abstentions="0")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("did not step back (0)")
    page.locator(f"[name=interested][value='{lead}']").uncheck()
    _day(page, "due_on", "2026", "4", "1")
    press(page, "Save")
    press_link(page, "Open a desk")
    looks_right(page, "staff-decision")
    press_link(page, "Publish")
    press(page, "Publish")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    _change_what_everybody_reads(page, registry)
    press_link(page, "Decisions")
    looks_right(page, "staff-decisions")
    for moment, participation in (("start", 1), ("middle", 3)):
        levels = {**LEVELS, "participation": participation}
        registry.post(f"{here}/assessments", {"moment": moment, "levels": levels}, status=201)
    page.goto(f"/en/staff/registry{here}/capacity")
    expect(page.locator("#levels")).to_contain_text("+2")
    looks_right(page, "staff-capacity")
    press_link(page, "Assess the Lead Organisation")
    looks_right(page, "staff-capacity-new")
    page.goto(f"/en/staff/registry{here}/meetings")
    looks_right(page, "staff-meetings")


def _change_what_everybody_reads(page: Page, registry: Caller) -> None:
    """On the page of a published decision."""
    decision = page.url.split("/en/staff/registry")[1]
    page.goto(f"{page.url}/change")
    fill(page, detail="Ask Ada\n095 730 1111")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Details, line 2: “095 730 1111” (telephone number)")
    expect(page.locator(".govuk-error-summary")).to_contain_text("I have looked at this")
    assert registry.get(decision)["detail"] is None
    looks_right(page, "staff-decision-change")
    page.get_by_label("I have looked at this").check()
    registry.patch(decision, {"title": "Open two desks"})
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("Open two desks")
    expect(page.get_by_label("Yours")).to_have_count(0)
    press(page, "Save")
    expect(page.get_by_text("The decision was saved.")).to_be_visible()
    page.goto(f"{page.url}/change")
    fill(page, title="Open three desks")
    press(page, "Save")
    expect(page.get_by_text("The decision was saved.")).to_be_visible()


def test_of_two_who_write_minutes_the_second_sees_both_versions(network: Network, desk: Page) -> None:
    page, registry = desk, network.asks("registry", network.staff())
    lead = registry.get("/organisations?q=comune")["items"][0]["id"]
    body = {"name": "Two pens", "lead_organisation": lead, "since": "2025-01-01"}
    here = f"/partnerships/{registry.post('/partnerships', body, status=201)['id']}"
    made = registry.post(f"{here}/meetings", {"title": "Autumn", "day": "2026-01-01"}, status=201)
    meeting = f"{here}/meetings/{made['id']}"
    registry.post(f"{meeting}/attendance", {"present": [lead]})
    page.goto(f"/en/staff/registry{meeting}/minutes")
    fill(page, minutes="What I heard")
    registry.patch(meeting, {"minutes": "What another heard"})
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("What another heard")
    expect(page.locator("[name=minutes]")).to_have_value("What I heard")
    looks_right(page, "staff-minutes-stale")
    assert registry.get(meeting)["minutes"] == "What another heard"
    page.get_by_label("Yours").check()
    press(page, "Save")
    assert registry.get(meeting)["minutes"] == "What I heard"
    registry.patch(meeting, {"minutes": "What I heard\nAsk Ada, 095 730 1111"})
    press_link(page, "Approve the minutes")
    expect(page.locator("main")).to_contain_text("Minutes, line 2: “095 730 1111” (telephone number)")
    press(page, "Approve")
    expect(page.locator(".govuk-error-summary")).to_contain_text("I have looked at this")
    looks_right(page, "staff-minutes-approve")
    page.get_by_label("I have looked at this").check()
    press(page, "Approve")
    press_link(page, "Publish the minutes")
    page.get_by_label("I have looked at this").check()
    press(page, "Publish")
    expect(page.get_by_text("Published").first).to_be_visible()
    looks_right(page, "staff-meeting")
