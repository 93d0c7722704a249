"""What somebody does on a page, in words."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def fill(page: Page, **values: str) -> None:
    """Type into the boxes of these names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def press(page: Page, name: str) -> None:
    """Press the first button whose name has these words."""
    page.get_by_role("button", name=name).first.click()


def press_link(page: Page, name: str) -> None:
    """Follow the link of exactly this name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def choose(page: Page, field: str, name: str) -> None:
    """Type the name into the combobox of a field and take what is suggested."""
    box = page.locator(f"[name={field}-text]")
    box.fill(name)
    page.locator(".lc-lookup__find").filter(has_text=name).first.click()
    expect(page.locator(f"[name={field}]")).not_to_have_value("")
