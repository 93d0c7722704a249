"""What staff of Catania do in a browser: from planning a workshop to a measure of the plan, and a transfer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import choose, fill, press, press_link

pytestmark = pytest.mark.needing_browser

GROUPS = ("residents", "experts", "administrators", "business")


def test_a_voice_goes_from_the_room_to_the_plan(desk: Page, network: Network) -> None:
    gathering = plan_the_workshop(desk)
    fill_the_room(desk, network, gathering)
    bring_ideas(desk, gathering)
    vote(desk, network, gathering)
    network.settle()
    make_a_measure(desk)


def plan_the_workshop(page: Page) -> str:
    page.goto("/en/staff/gatherings/new")
    fill(page, title="A city that learns", begins="9:30", ends="17", place__name="Palazzo della Cultura", capacity="17")
    fill(page, **{f"quotas__{group}": "4" for group in GROUPS})
    fill(page, **{"first_day-day": "18", "first_day-month": "3", "first_day-year": "2027"})
    press(page, "Plan it")
    expect(page.get_by_role("heading", name="A city that learns")).to_be_visible()
    expect(page.get_by_text("18 March 2027, 09:30–17:00 CET")).to_be_visible()
    looks_right(page, "staff-gathering")
    return page.url.rsplit("/", 1)[1]


def fill_the_room(page: Page, network: Network, gathering: str) -> None:
    path = f"/gatherings/{gathering}/registrations"
    for group in GROUPS:
        for number in range(4):
            person = {"role_group": group, "name": f"{group} {number}", "email": f"{group}{number}@example.org"}
            network.asks("workshops").post(path, person, status=201)
    page.goto(f"/en/staff{path}/new")
    fill(page, name="Fifth resident")
    page.locator("[name=role_group][value=residents]").check()
    press(page, "Register")
    expect(page.get_by_text("this person is on the waiting list")).to_be_visible()
    looks_right(page, "staff-registrations")
    page.get_by_role("link", name="residents 0").click()
    looks_right(page, "staff-registration")
    press(page, "Cancel this registration")
    page.get_by_role("link", name="Fifth resident").click()
    expect(page.locator("strong.govuk-tag").first).to_have_text("Has a place")
    page.goto(f"/en/staff/gatherings/{gathering}")
    press(page, "Confirm that it takes place")
    expect(page.get_by_text("It is confirmed that the workshop takes place.")).to_be_visible()


def bring_ideas(page: Page, gathering: str) -> None:
    page.goto(f"/en/staff/gatherings/{gathering}/ideas/new")
    fill(page, title="Evening courses", what="Courses after work", group="Work")
    page.locator("[name=registration]").select_option(label="experts 1")
    press(page, "Save")
    press(page, "Bring to the plenary")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say how it is realised.")
    looks_right(page, "staff-idea-errors")
    fill(page, how="In the schools of each district", who="The city and CIOFS")
    press(page, "Save")
    press(page, "Bring to the plenary")
    expect(page.locator("article")).to_contain_text("In the plenary")
    looks_right(page, "staff-ideas")


def vote(page: Page, network: Network, gathering: str) -> None:
    page.goto(f"/en/staff/gatherings/{gathering}/rounds")
    looks_right(page, "staff-rounds")
    fill(page, walk_in_seats="5", votes_per_participant="1", top_ideas="1")
    press(page, "Open the vote")
    code = page.locator(".lc-code-big").inner_text()
    looks_right(page, "staff-room")
    room = page.url
    page.goto(f"/en/staff/gatherings/{gathering}/codes")
    expect(page.get_by_role("row", name="experts 1")).to_be_visible()
    looks_right(page, "staff-codes")
    page.goto(room)
    for group in GROUPS:
        voter = network.anybody("workshops").post(f"/rounds/{code}/voters", {"role_group": group}, status=201)
        idea = network.asks("workshops").get(f"/gatherings/{gathering}/ideas")["items"][0]["id"]
        network.anybody("workshops").post(f"/rounds/{code}/ballots", {"voter": voter["token"], "votes": [idea]})
    expect(page.locator("#turnout dd").first).to_have_text("4", timeout=15_000)
    page.goto(f"{room}/wall")
    looks_right(page, "staff-wall")
    page.goto(room)
    press(page, "Close the vote")
    expect(page.get_by_role("heading", name="Results of the vote")).to_be_visible()
    expect(page.locator("table")).to_contain_text("Evening courses")
    looks_right(page, "staff-results")


def make_a_measure(page: Page) -> None:
    page.goto("/en/staff/plans/new")
    days = {"starts_on-day": "1", "starts_on-month": "1", "starts_on-year": "2028"}
    days |= {"ends_on-day": "31", "ends_on-month": "12", "ends_on-year": "2029"}
    fill(page, title="Plan of Catania", **days)
    press(page, "Save")
    page.get_by_role("link", name="Turn an idea into a measure").click()
    looks_right(page, "staff-voted-ideas")
    page.get_by_role("link", name="Turn this idea into a measure").click()
    assert page.locator("[name=title]").input_value() == "Evening courses"
    page.locator("[name=linkages][value=employment]").check()
    choose(page, "responsible", "CIOFS Catania")
    looks_right(page, "staff-measure-form")
    press(page, "Add the measure")
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()
    press_link(page, "Add money")
    page.locator("[name=source][value=esf_plus]").check()
    fill(page, amount="12.500,50")
    press(page, "Save")
    expect(page.locator("#money")).to_contain_text("€12,500.50")
    press_link(page, "Add an indicator")
    due = {"due_on-day": "31", "due_on-month": "12", "due_on-year": "2029"}
    fill(page, name="People in courses", unit="people", baseline="0", target="120", source="Register of courses", **due)
    press(page, "Save")
    measure = page.url
    adopt_the_plan(page)
    page.goto(measure)
    press_link(page, "Report progress")
    looks_right(page, "staff-progress")
    page.locator("[name=state][value=in_progress]").check()
    page.locator("[name^=values__]").fill("30")
    press(page, "Report")
    expect(page.locator("#indicators")).to_contain_text("30")
    looks_right(page, "staff-measure")
    page.locator(".govuk-back-link").click()
    looks_right(page, "staff-plan")


def adopt_the_plan(page: Page) -> None:
    page.locator(".govuk-back-link").click()
    press_link(page, "Go on to: Open for comments")
    press(page, "Go on")
    press_link(page, "Go on to: Adopted")
    looks_right(page, "staff-adopt")
    decided = {"decided_on-day": "5", "decided_on-month": "11", "decided_on-year": "2026"}
    fill(page, reference="Minutes 3/2026", **decided)
    press(page, "Go on")
    expect(page.locator("#decisions")).to_contain_text("Minutes 3/2026")


def test_a_practice_travels_through_its_gates(desk: Page) -> None:
    page = desk
    page.goto("/en/staff/transfers/new")
    page.locator("[name=practice]").select_option(label="Sportello in quartiere")
    press(page, "Propose")
    expect(page.get_by_role("heading", name="Next step: Screened")).to_be_visible()
    looks_right(page, "staff-transfer")
    for item in ("Needs analysis of the receiving city", "Decision on the match"):
        page.get_by_role("link", name=item).click()
        fill(page, reference="P. 12", **{"dated_on-day": "2", "dated_on-month": "3", "dated_on-year": "2027"})
        press(page, "Put on file")
    press(page, "Take this step")
    expect(page.locator("strong.govuk-tag").first).to_have_text("Screened")
    press_link(page, "Write in the diary")
    choose(page, "organisation", "CIOFS Catania")
    fill(page, learnt="Evenings work best.", next_step="Visit Bologna.")
    press(page, "Save")
    expect(page.locator("article")).to_contain_text("Evenings work best.")
    page.get_by_role("link", name=re.compile("^Change Lo sportello")).click()
    page.locator("[name=adaptation][value=adapted]").check()
    fill(page, reason="The schools are closed in the evening.")
    page.locator("[name=progress][value=in_progress]").check()
    press(page, "Save")
    looks_right(page, "staff-transfer-later")


def test_two_people_who_change_the_same_see_both_versions(desk: Page, network: Network) -> None:
    page = desk
    made = network.asks("registry").post(
        "/organisations", {"name": "Before", "kind": "ngo", "country": "IT", "city": "catania"}, status=201
    )
    page.goto(f"/en/staff/registry/organisations/{made['id']}/change")
    network.asks("registry").patch(f"/organisations/{made['id']}", {"name": "Theirs", "seat": "Enna", "kind": "school"})
    fill(page, name="Ours", short_name="O")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Somebody else saved this in the meantime.")
    both = page.get_by_role("group", name="Both of you changed “Name”")
    expect(both).to_contain_text("Theirs")
    expect(page.locator(".govuk-inset-text")).to_contain_text("Enna")
    expect(page.locator("[name=name]")).to_have_value("Ours")
    expect(page.locator("[name=seat]")).to_have_value("Enna")
    looks_right(page, "staff-both-versions")
    press(page, "Save")
    page.get_by_role("link", name="Choose which version of “Name” is to stay").click()
    expect(both.get_by_label("Yours")).to_be_focused()
    looks_right(page, "staff-both-versions-not-chosen")
    both.get_by_label("Yours").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Ours")).to_be_visible()
    looks_right(page, "staff-organisation")
    press_link(page, "History")
    tables = page.locator("table")
    expect(tables.first.locator("caption")).to_contain_text("You")
    expect(tables.first).to_contain_text("Theirs")
    expect(tables.nth(1)).to_contain_text("Non-governmental organisation")
    expect(tables.nth(1)).to_contain_text("Enna")
    looks_right(page, "staff-history")
    page.goto(page.url.replace("/en/", "/hu/"))
    expect(page.get_by_role("columnheader", name="Előtte").first).to_be_visible()
    network.asks("registry").delete(f"/organisations/{made['id']}")
    page.goto(page.url)
    expect(tables.first.locator("caption")).to_contain_text("Eltávolítva")
    looks_right(page, "staff-history-of-what-is-gone")
