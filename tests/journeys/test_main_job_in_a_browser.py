"""The main job by hand, in Chromium, on phones: staff, participants, the public.

Each page fits on a phone with what the demonstration holds; what axe says of these pages is asked in tests/browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS, keep_picture, scrolls_sideways
from tests.journeys.running import Anonymous, Platform, until

pytestmark = pytest.mark.needing_browser

IDEA = "Evening courses with child care"


@pytest.fixture
def desk(browser: Browser, platform: Platform) -> Iterator[Page]:
    """The browser of Catania's lead organisation, signed in, at the width of a phone."""
    context = browser.new_context(viewport={"width": WIDTHS["phone"], "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{platform.address}/en/account/sign-in")
    account = platform.account("lead_staff")
    page.get_by_label("E-mail").fill(account["email"])
    page.locator("[name=password]").fill(account["password"])
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good day")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A participant's phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_from_a_voice_in_the_room_to_the_public_page(platform: Platform, desk: Page, phone: Page) -> None:
    title = "Workshop by hand"
    gathering = plan_an_easw(platform, desk, title)
    link = desk.locator("#registration-link").inner_text().strip()
    ask_for_few_people(desk, gathering)
    take_part(phone, link)
    fill_the_room(platform, link)
    confirm(desk, gathering)
    note_and_hand_in_an_idea(desk, gathering)
    code = open_the_vote(desk, gathering)
    vote_on_the_phone(platform, desk, phone, gathering, code)
    close_the_vote(desk, gathering)
    turn_it_into_a_measure(platform, desk, title)
    follow_the_idea(platform, phone)


def check(page: Page) -> None:
    """The page fits on a phone."""
    keep_picture(page, re.sub(r"[^a-z]+", "-", page.title().lower())[:60])
    assert not scrolls_sideways(page), page.url


def plan_an_easw(platform: Platform, desk: Page, title: str) -> str:
    """Plan an EASW in Catania; the address of its staff page."""
    desk.goto(f"{platform.address}/en/staff/gatherings/new")
    check(desk)
    desk.get_by_role("button", name="Plan it").click()
    expect(desk).to_have_title(re.compile("^Error"))
    check(desk)
    day = date.today() + timedelta(days=30)
    desk.get_by_label("What is it called?").fill(title)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        desk.get_by_role("group", name="First day").get_by_label(part).fill(str(value))
    desk.get_by_label("Begins at").fill("14:00")
    desk.get_by_label("Ends at").fill("19:00")
    desk.locator("[name=place__name]").fill("Palazzo della Cultura")
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(title)
    check(desk)
    return desk.url.split("?")[0]


def take_part(phone: Page, link: str) -> None:
    """Register on the phone, in Italian, after one mistake."""
    phone.goto(link.replace("/en/", "/it/"))
    check(phone)
    phone.locator("main form button").last.click()
    expect(phone).to_have_title(re.compile("^Err"))
    check(phone)
    phone.locator("[name=name]").fill("Zoe")
    phone.locator("[name=email]").fill("zoe@example.org")
    phone.locator("[name=role_group][value=residents]").check()
    phone.locator("main form button").last.click()
    expect(phone.locator(".govuk-panel__title")).to_be_visible()
    check(phone)


def ask_for_few_people(desk: Page, gathering: str) -> None:
    """A small room: two residents at most, and the method is told to be content with few."""
    desk.goto(f"{gathering}/change")
    desk.locator("[name=quotas__residents]").fill("2")
    desk.locator("[name=sizes__block_below]").fill("1")
    desk.locator("[name=sizes__block_group_below]").fill("")
    check(desk)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Workshop by hand")


def fill_the_room(platform: Platform, link: str) -> None:
    """Two more residents register: one gets the last place, the other one waits."""
    anybody = Anonymous(platform.address)
    code = link.rstrip("/").rsplit("/", 1)[-1]
    path = f"workshops/public/gatherings/{code}/registrations"
    people = [
        anybody.post(path, {"role_group": "residents", "name": name, "email": f"{name}.{code}@example.org".lower()})
        for name in ("Yusuf", "Xenia")
    ]
    assert [one["status"] for one in people] == ["registered", "waiting"]


def confirm(desk: Page, gathering: str) -> None:
    """Confirm that it takes place, now that enough people come."""
    desk.goto(gathering)
    desk.get_by_role("button", name="Confirm that it takes place").click()
    expect(desk.get_by_role("button", name="Confirm that it takes place")).to_have_count(0)
    desk.goto(f"{gathering}/registrations")
    expect(desk.get_by_role("row", name=re.compile("Zoe"))).to_contain_text("Has a place")
    expect(desk.get_by_role("row", name=re.compile("Xenia"))).to_contain_text("On the waiting list")
    check(desk)


def note_and_hand_in_an_idea(desk: Page, gathering: str) -> None:
    """An idea without HOW does not get to the plenary; with it it does."""
    desk.goto(f"{gathering}/ideas")
    check(desk)
    desk.goto(f"{gathering}/ideas/new")
    check(desk)
    desk.locator("[name=title]").fill(IDEA)
    desk.locator("[name=what]").fill("Courses when people can come")
    desk.locator("[name=how]").fill("Schools open in the evening")
    desk.locator("[name=who]").fill("The city and the training centres")
    if desk.locator("[name=group]").count():
        desk.locator("[name=group]").fill("Access")
    desk.locator("main form button").last.click()
    expect(desk.get_by_text(IDEA).first).to_be_visible()
    desk.goto(f"{gathering}/ideas")
    desk.get_by_role("button", name=re.compile("Bring to the plenary")).first.click()
    expect(desk.get_by_role("button", name=re.compile("Take back from the plenary"))).to_have_count(1)
    check(desk)


def open_the_vote(desk: Page, gathering: str) -> str:
    """Open the vote; its short code."""
    desk.goto(f"{gathering}/rounds")
    check(desk)
    desk.locator("main form button").last.click()
    code = desk.locator(".lc-code-big").first
    expect(code).to_be_visible()
    check(desk)
    return code.inner_text().strip()


def vote_on_the_phone(platform: Platform, desk: Page, phone: Page, gathering: str, code: str) -> None:
    """Zoe votes with the personal code that the facilitator hands her."""
    desk.goto(f"{gathering}/codes")
    check(desk)
    personal = desk.get_by_role("row", name=re.compile("Zoe")).locator(".lc-code").inner_text().strip()
    phone.goto(f"{platform.address}/it/vote")
    check(phone)
    phone.locator("[name=code]").fill(code)
    phone.locator("main form button").last.click()
    check(phone)
    phone.locator("[name=personal_code]").fill(personal)
    phone.locator("main form button").last.click()
    phone.get_by_label(IDEA).check()
    check(phone)
    phone.locator("main form button").last.click()
    expect(phone.locator("h1")).to_be_visible()
    check(phone)


def close_the_vote(desk: Page, gathering: str) -> None:
    """Close it and see the result."""
    desk.goto(f"{gathering}/rounds")
    desk.locator("main a[href*='/rounds/']").first.click()
    check(desk)
    desk.get_by_role("button", name=re.compile("Close the vote")).click()
    expect(desk.get_by_text(IDEA).first).to_be_visible()
    check(desk)


def turn_it_into_a_measure(platform: Platform, desk: Page, title: str) -> None:
    """The idea becomes a measure of Catania's plan."""
    desk.goto(f"{platform.address}/en/staff/plans/ideas")
    turn = desk.get_by_role("link", name=re.compile(f"^Turn this idea into a measure.*{IDEA}"))
    until(lambda: (desk.reload(), turn.count())[1], "the idea among the voted ideas")
    check(desk)
    turn.first.click()
    check(desk)
    desk.locator("[name=linkages][value=employment]").check()
    desk.locator("main form button").last.click()
    expect(desk.get_by_text(IDEA).first).to_be_visible()
    check(desk)


def follow_the_idea(platform: Platform, phone: Page) -> None:
    """The public page of the idea tells where it went."""
    phone.goto(f"{platform.address}/en/ideas")
    link = phone.get_by_role("link", name=re.compile(IDEA))
    until(lambda: (phone.reload(), link.count())[1], "the idea on the public page")
    link.first.click()
    until(lambda: (phone.reload(), phone.get_by_text(re.compile("Action Plan")).count())[1], "the measure on its page")
    phone.reload()  # now the browser has the page already, and is told that it is unchanged
    assert "Learning Cities" in phone.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily")
    check(phone)
