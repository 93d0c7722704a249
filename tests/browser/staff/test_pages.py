"""Every staff page: no violation, no sideways scroll, in its empty and in its error state."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network

pytestmark = pytest.mark.needing_browser

LISTS = [
    "", "registry/organisations", "registry/people", "registry/partnerships", "registry/imports", "registry/searches",
    "registry/imports/mappings", "registry/cities", "gatherings",
    "practices", "transfers", "plans", "plans/ideas", "tickets", "messages", "messages/preferences",
    "messages/webhooks", "messages/mails", "operation", "operation/registry",
]  # fmt: skip
FORMS = [
    "registry/organisations/new", "registry/people/new", "registry/partnerships/new", "registry/imports/new",
    "registry/imports/hsds", "registry/imports/mapped", "gatherings/new", "practices/new", "transfers/new", "plans/new",
    "tickets/new", "messages/webhooks/new",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_clean_and_fits(staff_page: Page, path: str) -> None:
    answer = staff_page.goto(f"/it/staff/{path}")
    assert answer is not None and answer.status == 200
    looks_right(staff_page, path.replace("/", "-") or "home")


@pytest.mark.parametrize("path", FORMS)
def test_an_empty_form_says_what_is_missing(staff_page: Page, path: str) -> None:
    staff_page.goto(f"/de/staff/{path}")
    name = path.replace("/", "-")
    looks_right(staff_page, name)
    with staff_page.expect_navigation() as sent:
        staff_page.locator("main form button[type=submit]").first.click()
    assert sent.value.status == 422
    assert staff_page.locator(".govuk-error-summary").is_visible()
    looks_right(staff_page, f"staff-{name}-errors")


def test_who_is_not_signed_in_is_sent_to_sign_in(network: Network, page: Page) -> None:
    answers: list[str] = []
    page.on("response", lambda answer: answers.append(f"{answer.status} {answer.headers.get('location', '')}"))
    page.goto(f"{network.address}/fr/staff/gatherings?status=planned")
    assert answers[0] == "302 /fr/account/sign-in?next=%2Ffr%2Fstaff%2Fgatherings%3Fstatus%3Dplanned"


@pytest.mark.parametrize("path", ["registry/organisations", "gatherings", "messages"])
def test_a_query_that_nobody_meant_breaks_no_page(network: Network, path: str) -> None:
    website = network.services["website"].app.test_client()
    query = "lang=zz&endpoint=x&_external=1&_anchor=a&sort=name&values=1"
    answer = website.get(f"/en/staff/{path}?{query}", headers=network.passport_of(network.staff()))
    assert answer.status_code in (200, 422)
