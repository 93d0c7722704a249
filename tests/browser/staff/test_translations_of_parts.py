"""A text deep in a practice or a measure whose original is newer is marked, named and brought up to date."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.conftest import PRACTICE
from tests.browser.staff.network import Network
from tests.browser.staff.steps import fill, press

pytestmark = pytest.mark.needing_browser

BEHIND = "English: older than the original"


def texts(italian: str) -> dict[str, Any]:
    return {"it": {"text": italian, "status": "original"}, "en": {"text": "In English", "status": "reviewed"}}


def test_what_is_left_behind_in_the_parts_of_things_is_named_and_brought_up_to_date(
    network: Network, browser: Browser
) -> None:
    practice, measure = _practice(network), _measure(network)
    context = network.signed_in(browser, network.staff(None))
    page = context.new_page()
    page.goto(f"/en/practices/{practice}")
    assert page.get_by_text("older than the original").count() == 2
    names = {
        practice: ["What is done in it? (Lo sportello)", "Evidence"],
        measure: ["Title", "What is done?", "What is counted?"],
    }
    for sheet, wanted in names.items():
        for left, name in reversed(list(enumerate(wanted))):
            label, _space, part = name.partition(" (")
            page.goto(f"/en/staff/{sheet}" if "/" in sheet else f"/en/staff/practices/{sheet}")
            expect(page.locator("main").get_by_text(BEHIND)).to_have_count(left + 1)
            page.get_by_role("link", name=f"Bring it up to date {label}, English").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(f"Translation, English: {label}")
            expect(page.locator("main")).to_contain_text(part.removesuffix(")"))
            expect(page.locator("main")).to_contain_text("In Italian: Altro")
            fill(page, text=f"Anew: {label}")
            press(page, "It is up to date")
        expect(page.locator("main").get_by_text(BEHIND)).to_have_count(0)
        expect(page.locator("main")).to_contain_text(f"Anew: {wanted[-1]}")
    network.settle()
    page.goto(f"/en/practices/{practice}")
    expect(page.locator("main")).to_contain_text("Anew: Evidence")
    assert page.get_by_text("older than the original").count() == 0
    context.close()


def test_a_sheet_with_parts_left_behind_reads_well(network: Network, browser: Browser) -> None:
    practice, measure = _practice(network), _measure(network)
    context = network.signed_in(browser, network.staff(None))
    page = context.new_page()
    for name, address in {"practice": f"practices/{practice}", "measure": measure}.items():
        page.goto(f"/en/staff/{address}")
        looks_right(page, f"{name}-left-behind")
    page.get_by_role("link", name="Bring it up to date What is counted?, English").click()
    looks_right(page, "translation-of-a-part")
    for wrong in ("practices/x/components..title/en", "measures/x/title/en", f"practices/{practice}/words/en"):
        assert page.goto(f"/en/staff/translating/{wrong}").status == 404  # type: ignore[union-attr]
    context.close()


def _practice(network: Network) -> str:
    """A published practice whose part and evidence were written anew in Italian."""
    transfers = network.asks("transfers")
    part = {"title": PRACTICE["components"][0]["title"], "description": texts("Aperto")}  # type: ignore[index]
    sheet = {**PRACTICE, "components": [part], "evidence": [{"statement": texts("Sette"), "source": None}]}
    made = transfers.post("/practices", sheet, status=201)
    transfers.post(f"/practices/{made['id']}/publish")
    [component], [proof] = made["components"], made["evidence"]
    anew = {
        "components": [component | {"description": texts("Altro")}], "evidence": [proof | {"statement": texts("Altro")}]
    }  # fmt: skip
    transfers.patch(f"/practices/{made['id']}", anew)
    network.settle()
    return str(made["id"])


def _measure(network: Network) -> str:
    """The sheet of a measure with a title, a text and an indicator that were written anew in Italian."""
    transfers, year = network.asks("transfers"), 2030 + next(YEARS)
    period = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    plan = transfers.post("/plans", {"city": "bologna", "title": texts("Piano"), **period}, status=201)["id"]
    indicator = {"name": texts("Persone"), "unit": "p", "baseline": 0, "target": 9, "source": "s"}
    due = {"due_on": period["ends_on"]}
    made = transfers.post(
        f"/plans/{plan}/measures",
        {"title": texts("Corsi"), "description": texts("Sera"), "indicators": [indicator | due]}, status=201,
    )  # fmt: skip
    kept = {name: made["indicators"][0][name] for name in (*indicator, "id", "due_on")}
    anew = {"title": texts("Altro"), "description": texts("Altro"), "indicators": [kept | {"name": texts("Altro")}]}
    transfers.patch(f"/plans/{plan}/measures/{made['id']}", anew)
    return f"plans/{plan}/measures/{made['id']}"


YEARS = iter(range(100))
"""A city has one plan for a day."""
