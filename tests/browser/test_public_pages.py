"""The public pages in a real browser: accessible and in one column on a phone, with data, empty, and with errors.

To look at them: `PICTURES=folder pytest tests/browser/test_public_pages.py`.
"""

# ruff: noqa: F811 (fixtures are imported by the name of the parameter)

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from services.chassis.testing import ServiceUnderTest
from tests.browser.conftest import looks_right, serving
from tests.service.website.conftest import among_services, support, website, workshops  # noqa: F401
from tests.service.workshops.test_vote import Room
from tests.website_facts import CODE, IDEAS, JOIN_CODE, LEAD, PARTNERSHIP, PRACTICE, SEMINAR, TRANSFER, WORKSHOP
from tests.website_network import tell_everything

pytestmark = pytest.mark.needing_browser

LISTS = {
    "home": "",
    "cities": "cities",
    "partners": "partners",
    "practices": "practices",
    "transfers": "transfers",
    "calendar": "calendar",
    "plans": "plans",
    "ideas": "ideas",
    "vote": "vote",
    "support": "support",
    "received": "support/received?reference=0A1B2C3D",
    "feedback": "feedback",
    "about": "about",
    "help": "help",
    "accessibility": "accessibility",
    "privacy": "privacy",
}
THINGS = {
    "city": "cities/catania",
    "plan": "plans/catania",
    "no-plan": "plans/budapest",
    "partner": f"partners/{LEAD}",
    "partnership": f"partnerships/{PARTNERSHIP}",
    "filtered": "partners?q=nobody",
    "practice": f"practices/{PRACTICE}",
    "transfer": f"transfers/{TRANSFER}",
    "gathering": f"gatherings/{SEMINAR}",
    "held": f"gatherings/{WORKSHOP}",
    "month": "calendar?month=2027-02",
    "idea": f"ideas/{IDEAS[0]}",
    "idea-left": f"ideas/{IDEAS[3]}",
    "results": f"vote/{CODE}/results",
    "join": f"join/{JOIN_CODE}",
    "joined": f"join/{JOIN_CODE}/done?reference=0A1B2C3D",
    "waiting": f"join/{JOIN_CODE}/done?status=waiting&reference=0A1B2C3D",
    "closed": "join/OLD4CODE",
    "missing": "ideas/none",
}
MAPS = ("cities", "partners")


@pytest.fixture
def address(website: ServiceUnderTest) -> Iterator[str]:
    """Where the website is served."""
    yield from serving(website.app)


@pytest.fixture
def address_among_services(among_services: ServiceUnderTest) -> Iterator[str]:
    """Where the website is served that has real services beside it."""
    yield from serving(among_services.app)


def send(page: Page) -> None:
    """Press the button of the page's form."""
    page.locator("main form[method=post] button").first.click()


def test_every_page_is_accessible(website: ServiceUnderTest, address: str, page: Page) -> None:
    tell_everything(website)
    for name, path in {**LISTS, **THINGS}.items():
        page.goto(f"{address}/{'it' if name in ('idea', 'join') else 'en'}/{path}")
        if name in MAPS:
            page.wait_for_selector(".leaflet-marker-icon")
            page.wait_for_selector(".leaflet-overlay-pane path", state="attached")
        looks_right(page, name)


def test_every_page_is_accessible_while_it_is_empty(address: str, page: Page) -> None:
    for name, path in LISTS.items():
        page.goto(f"{address}/hu/{path}")
        looks_right(page, f"empty-{name}")


def test_a_form_that_is_sent_empty_is_accessible(website: ServiceUnderTest, address: str, page: Page) -> None:
    tell_everything(website)
    for name, path in {
        "join": f"join/{JOIN_CODE}",
        "support": "support",
        "feedback": "feedback",
        "vote": "vote",
    }.items():
        page.goto(f"{address}/de/{path}")
        send(page)
        assert page.locator(".govuk-error-summary").is_visible()
        looks_right(page, f"error-{name}")


def test_voting_is_accessible_from_the_code_to_the_confirmation(
    workshops: ServiceUnderTest,
    address_among_services: str,
    page: Page,
) -> None:
    room = Room(workshops)
    round = room.open(votes_per_participant=2, walk_in_seats=3)
    page.goto(f"{address_among_services}/fr/vote")
    page.fill("#code", round["code"])
    send(page)
    send(page)
    looks_right(page, "error-voter")
    page.fill("#personal_code", room.code_of(0))
    send(page)
    for box in page.locator("input[name=votes]").all()[:3]:
        box.check()
    send(page)
    looks_right(page, "error-ballot")
    page.locator("input[name=votes]").first.uncheck()
    send(page)
    looks_right(page, "voted")


def test_voting_works_without_scripts(
    workshops: ServiceUnderTest,
    address_among_services: str,
    page_without_scripts: Page,
) -> None:
    page = page_without_scripts
    room = Room(workshops)
    page.goto(f"{address_among_services}/es/vote/{room.open()['code']}")
    page.fill("#personal_code", room.code_of(0))
    send(page)
    page.locator("input[name=votes]").first.check()
    send(page)
    assert page.locator("h1").inner_text() == "Su voto está entregado"


def tab_to(page: Page, id: str) -> None:
    """Press Tab until the focus is on the element, as somebody without a mouse does."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id:
            return
    raise AssertionError(f"Tab does not lead to {id}")


def test_voting_works_with_the_keyboard_alone(
    workshops: ServiceUnderTest,
    address_among_services: str,
    page: Page,
) -> None:
    room = Room(workshops)
    page.goto(f"{address_among_services}/en/vote")
    for id, typed in (("code", room.open()["code"]), ("personal_code", room.code_of(0))):
        tab_to(page, id)
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#{id}", state="detached")
    tab_to(page, "votes-2")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-panel--confirmation")
    assert page.url.endswith("/done")


def test_without_scripts_the_places_of_the_map_stand_in_the_list(
    website: ServiceUnderTest,
    address: str,
    page_without_scripts: Page,
) -> None:
    tell_everything(website)
    page_without_scripts.goto(f"{address}/en/partners")
    assert not page_without_scripts.locator(".lc-map").is_visible()
    assert page_without_scripts.locator("#partner-list li").count() == 3
