"""The network that the staff pages are tried on: two cities, a partnership, a practice, somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDTHS, watched
from tests.browser.staff.network import Network

CITIES: list[dict[str, object]] = [
    {
        "name": "Catania",
        "country": "IT",
        "role": "receiving",
        "languages": ["it"],
        "timezone": "Europe/Rome",
        "lat": 37.5,
        "lon": 15.09,
    },
    {"name": "Bologna", "country": "IT", "role": "source", "languages": ["it"], "timezone": "Europe/Rome"},
]

ORGANISATIONS: list[dict[str, object]] = [
    {
        "name": "CIOFS Catania",
        "kind": "training_provider",
        "country": "IT",
        "city": "catania",
        "lat": 37.6,
        "lon": 15.1,
    },
    {"name": "Comune di Catania", "kind": "local_administration", "country": "IT", "city": "catania"},
]


def said(text: str, language: str = "it") -> dict[str, dict[str, str]]:
    """A text in one language, as the API takes it."""
    return {language: {"text": text, "status": "original"}}


PRACTICE = {
    "city": "bologna",
    "title": said("Sportello in quartiere"),
    "main_institution": "Comune di Bologna",
    "policy_areas": ["training_and_education", "housing"],
    "challenge": said("Chi arriva non trova i corsi."),
    "description": said("Uno sportello accompagna al corso giusto."),
    "preconditions": said("Una rete di enti."),
    "resources": said("Due persone."),
    "components": [{"title": said("Lo sportello"), "description": said("Aperto la sera.")}],
    "evidence": [{"statement": said("Esempio illustrativo."), "source": None}],
    "illustration": True,
}


@pytest.fixture(scope="package")
def network(mongo_url: str, platform_keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The network, with what every test may count on being there."""
    with Network(mongo_url, platform_keys, tmp_path_factory.mktemp("network")).running() as running:
        for city in CITIES:
            running.asks("registry").post("/cities", city, status=201)
        for organisation in ORGANISATIONS:
            running.asks("registry").post("/organisations", organisation, status=201)
        running.settle()
        made = running.asks("transfers").post("/practices", PRACTICE, status=201)
        running.asks("transfers").post(f"/practices/{made['id']}/publish")
        running.settle()
        yield running


@pytest.fixture(scope="package")
def staff_tab(browser: Browser, network: Network) -> Iterator[Page]:
    """One page of staff of Catania for all tests, one after the other."""
    context = network.signed_in(browser, network.staff())
    yield context.new_page()
    context.close()


@pytest.fixture
def staff_page(staff_tab: Page) -> Iterator[Page]:
    """A page of staff of Catania, which begins at a phone's width; `looks_right` goes through both."""
    yield from watched(staff_tab, WIDTHS["phone"])


@pytest.fixture
def desk(staff_tab: Page) -> Iterator[Page]:
    """A page of staff of Catania, which begins at a desktop's width."""
    yield from watched(staff_tab, WIDTHS["desktop"])
