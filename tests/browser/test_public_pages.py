"""The public pages in a real browser: accessible and in one column on a phone, with data, empty, and with errors.

To look at them: `PICTURES=folder pytest tests/browser/test_public_pages.py`.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from services.chassis.testing import ServiceUnderTest
from services.website.service import service
from tests.browser.conftest import keep_picture, scrolls_sideways, serving, violations
from tests.website_network import (
    CODE,
    IDEAS,
    JOIN_CODE,
    LEAD,
    PRACTICE,
    SEMINAR,
    TRANSFER,
    WORKSHOP,
    open_round,
    tell_everything,
    tell_gatherings,
    tell_network,
)

LISTS = {
    "home": "", "cities": "cities", "partners": "partners", "practices": "practices", "transfers": "transfers",
    "calendar": "calendar", "plans": "plans", "ideas": "ideas", "vote": "vote", "support": "support",
    "received": "support/received?reference=0A1B2C3D", "feedback": "feedback", "about": "about", "help": "help",
    "accessibility": "accessibility", "privacy": "privacy",
}  # fmt: skip
THINGS = {
    "city": "cities/catania", "plan": "plans/catania", "no-plan": "plans/budapest", "partner": f"partners/{LEAD}",
    "filtered": "partners?q=nobody", "practice": f"practices/{PRACTICE}", "transfer": f"transfers/{TRANSFER}",
    "gathering": f"gatherings/{SEMINAR}", "held": f"gatherings/{WORKSHOP}", "month": "calendar?month=2027-02",
    "idea": f"ideas/{IDEAS[0]}", "idea-left": f"ideas/{IDEAS[3]}", "results": f"vote/{CODE}/results",
    "join": f"join/{JOIN_CODE}", "joined": f"join/{JOIN_CODE}/done?reference=0A1B2C3D",
    "waiting": f"join/{JOIN_CODE}/done?status=waiting&reference=0A1B2C3D", "closed": "join/OLD4CODE", "missing": "ideas/none",
}  # fmt: skip


@pytest.fixture
def website(service_under_test: Callable[..., ServiceUnderTest]) -> ServiceUnderTest:
    """The website, which has heard of nothing."""
    return service_under_test(service)


@pytest.fixture
def address(website: ServiceUnderTest) -> Iterator[str]:
    """Where the website is served."""
    yield from serving(website.app)


def check(page: Page, name: str) -> None:
    """Keep a picture, and hold the page to WCAG 2.2 AA and to its width."""
    page.wait_for_load_state("networkidle")
    keep_picture(page, name)
    assert violations(page) == [], name
    assert not scrolls_sideways(page), name


def test_every_page_is_accessible(website: ServiceUnderTest, address: str, page: Page) -> None:
    tell_everything(website)
    for name, path in {**LISTS, **THINGS}.items():
        page.goto(f"{address}/it/{path}" if name in ("idea", "join") else f"{address}/en/{path}")
        check(page, name)


def test_every_page_is_accessible_while_it_is_empty(address: str, page: Page) -> None:
    for name, path in LISTS.items():
        page.goto(f"{address}/hu/{path}")
        check(page, f"empty-{name}")


def test_a_form_that_is_sent_empty_is_accessible(website: ServiceUnderTest, address: str, page: Page) -> None:
    tell_network(website)
    tell_gatherings(website)
    open_round(website)
    for name, path in {"join": f"join/{JOIN_CODE}", "support": "support", "feedback": "feedback", "code": "vote", "ballot": f"vote/{CODE}"}.items():
        page.goto(f"{address}/de/{path}")
        if name == "ballot":
            check(page, name)
        page.locator("main button[type=submit]").click()
        assert page.locator(".govuk-error-summary").is_visible()
        check(page, f"error-{name}")
