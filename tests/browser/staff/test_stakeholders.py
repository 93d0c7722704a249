"""The grid of a city's stakeholders, as staff fill it and judge again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import looks_right
from tests.browser.staff.network import Network
from tests.browser.staff.steps import fill, press, press_link

pytestmark = pytest.mark.needing_browser

SCORE = {"power": 4, "interest": 2, "attitude": "opponent", "involvement": "none", "wanted_involvement": "consult"}


def _choose(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name}'][value='{value}']").check()


COVERED = """() => {
    const drawn = document.querySelectorAll("figure svg g text, figure svg a");
    const boxes = [...drawn].map(one => one.getBoundingClientRect());
    const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap((a, place) => boxes.slice(place + 1).filter(b => over(a, b))).length;
}"""


@pytest.mark.parametrize("language", ["it", "de", "fr", "es", "hu"])
def test_no_words_of_the_grid_lie_on_others_or_on_a_stakeholder(
    staff_page: Page, network: Network, language: str
) -> None:
    registry = network.asks("registry", network.staff())
    if not registry.get("/stakeholders?q=Corner")["items"]:
        for power, interest in ((1, 1), (1, 5), (5, 1), (5, 5), (5, 3), (5, 4)):
            facts = {**SCORE, "power": power, "interest": interest, "name": f"Corner {power} {interest}"}
            registry.post("/stakeholders", {"role_group": "business", **facts}, status=201)
    staff_page.goto(f"/{language}/staff/registry/stakeholders")
    assert staff_page.evaluate(COVERED) == 0


def test_a_stakeholder_is_noted_seen_in_the_grid_and_judged_again(staff_page: Page, network: Network) -> None:
    page, registry = staff_page, network.asks("registry", network.staff())
    for one in registry.get("/stakeholders")["items"]:
        registry.delete(f"/stakeholders/{one['id']}")
    page.goto("/en/staff/registry/stakeholders")
    expect(page.get_by_text("No stakeholder yet")).to_be_visible()
    press_link(page, "Note a stakeholder")
    looks_right(page, "staff-stakeholder-new")
    press(page, "Save")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose “Power”")
    fill(page, name="Tenants of San Cristoforo", represents="600 families")
    _choose(page, role_group="residents", power="2", interest="5", attitude="supporter", policy_areas="housing")
    page.locator("[name=people_concerned]").check()
    page.locator("[name=involvement]").select_option("inform")
    page.locator("[name=wanted_involvement]").select_option("involve")
    press(page, "Save")
    registry.post("/stakeholders", {"name": "Owners", "role_group": "business", **SCORE}, status=201)
    page.reload()
    expect(page.locator("#table")).to_contain_text("Strengthen its voice")
    expect(page.get_by_text("of the role groups: Experts")).to_be_visible()
    looks_right(page, "staff-stakeholders")
    page.get_by_role("link", name="2. Tenants of San Cristoforo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How does it stand now?")).to_be_visible()
    _choose(page, power="5")
    fill(page, note="Won the vote")
    press(page, "Save")
    expect(page.locator("#scores")).to_contain_text("Won the vote")
    looks_right(page, "staff-stakeholder")
    press_link(page, "Remove")
    press(page, "Remove")
    expect(page.locator("#table")).not_to_contain_text("Tenants")
