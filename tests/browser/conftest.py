"""A real browser for the pages: Debian's Chromium, its widths, and the checks that every page must pass."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser.axe import ALL, OF_PLACE, violations

WIDTHS = {"desktop": 1280, "phone": 360}


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """One page for all tests, one after the other: to open a new one takes longer than to go on twice."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def tab_without_scripts(browser: Browser) -> Iterator[Page]:
    """The same in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A page that begins at a phone's width, lets axe in, and fails the test on any error in its console."""
    yield from watched(tab, WIDTHS["phone"])


@pytest.fixture
def page_without_scripts(tab_without_scripts: Page) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    yield from watched(tab_without_scripts, WIDTHS["desktop"])


def watched(tab: Page, width: int) -> Iterator[Page]:
    """The page as a newcomer has it, without cookies; whoever used it fails on any error in its console."""
    tab.context.clear_cookies()
    tab.set_viewport_size({"width": width, "height": 900})
    faults: list[str] = []
    listeners: dict[str, Callable[..., None]] = {
        "pageerror": lambda error: faults.append(str(error)),
        "console": lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None,
    }
    for event, listener in listeners.items():
        tab.on(event, listener)  # type: ignore[call-overload]
    yield tab
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    assert faults == []


def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port while the test runs; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def looks_right(page: Page, name: str) -> None:
    """No violation and no sideways scroll, on a phone and then, where it stays, on a desktop."""
    for width, rules in (("phone", ALL), ("desktop", OF_PLACE)):
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        keep_picture(page, name)
        assert (page.url, violations(page, rules)) == (page.url, [])
        assert not scrolls_sideways(page), page.url
        assert width != "phone" or tables_that_scroll(page) == []


def tables_that_scroll(page: Page) -> list[str]:
    """The names of the tables of which a part is out of sight."""
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.getAttribute('aria-labelledby'))"
    return list(page.locator(".lc-table:has(table)").evaluate_all(wide))


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def keep_picture(page: Page, name: str) -> None:
    """Save a picture of the whole page where PICTURES names a folder, for people to look at."""
    folder = os.environ.get("PICTURES")
    if folder:
        path = Path(folder) / f"{name}-{page.viewport_size['width']}.png"  # type: ignore[index]
        page.screenshot(path=path, full_page=True)
