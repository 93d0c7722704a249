"""All mistakes in a form are told at once: those that the form finds, and those that the owner of the thing finds."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.browser.staff.network import Network
from tests.browser.staff.test_pages import FORMS

SUMMARY = re.compile(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', re.DOTALL)
BOXES = re.compile(r'<(?:input|textarea|select)[^>]* name="([^"]+)"')


def told(network: Network, path: str, **typed: Any) -> list[str]:
    """What the page says is wrong after this was sent."""
    website = network.services["website"].app.test_client()
    answer = website.post(f"/en/staff/{path}", data=typed, headers=network.passport_of(network.staff()))
    assert answer.status_code == 422, answer.text
    lines = SUMMARY.search(answer.text)[1].split("</li>")  # type: ignore[index]
    return [unescape(re.sub("<[^>]*>", "", line)).strip() for line in lines][:-1]


@pytest.mark.parametrize(
    ("path", "typed", "sentences"),
    [
        (
            "registry/people/new",
            {"family_name": "Conti", "language": "it", "city": "catania", "email": "ada"},
            ["Enter “Given name”", "“E-mail address”"],
        ),
        (
            "registry/people/new",
            {"family_name": "Conti", "language": "it", "city": "catania", "channels": "12\nx"},
            ["Enter “Given name”", "“Further e-mail addresses and telephone numbers”: 12: Enter a telephone number",
             "“Further e-mail addresses and telephone numbers”: x: Enter a telephone number"],
        ),
        (
            "registry/people/new",
            {"family_name": "Conti", "language": "it", "city": "catania", "role": "trainer"},
            ["Enter “Given name”", "“Organisation”: Say in which organisation."],
        ),
        (
            "registry/services/new",
            {"status": "active", "city": "catania", "free_places": "3", "review_months": "six", "phone": "none"},
            ["Enter “Organisation”", "Enter “Name of the service”", "“Telephone”", "“Free places”", "“Confirm it"],
        ),
        (
            "registry/organisations/new",
            {"kind": "ngo", "country": "IT", "city": "catania", "publication": "published", "website": "none"},
            ["Enter “Name", "“Web"],
        ),
        (
            "registry/consent-purposes/new",
            {"city": "catania"},
            ["Write the words in at least one language, for example in English."],
        ),
        (
            "gatherings/new",
            {"title": "x", "city": "catania", "method": "easw", "language": "it", "capacity": "0", "ends": "10:00",
             "first_day-day": "31", "first_day-month": "2", "first_day-year": "2027", "begins": "09:00"},
            ["“First day” must be a real date", "“How many people are there places for?”"],
        ),
    ],
)  # fmt: skip
def test_all_is_told_in_one_round(network: Network, path: str, typed: dict[str, str], sentences: list[str]) -> None:
    said = told(network, path, **typed)
    assert len(said) == len(sentences), said
    assert all(line.startswith(sentence) for line, sentence in zip(said, sentences, strict=True)), said


def test_who_said_that_it_is_a_new_one_is_not_asked_again_after_a_mistake(network: Network) -> None:
    registry, website = network.asks("registry", network.staff()), network.services["website"].app.test_client()
    passport, path = network.passport_of(network.staff()), "/en/staff/registry/organisations/new"
    sheet = {"name": "Casa dei Mestieri", "kind": "ngo", "country": "IT", "city": "catania", "seat": "Catania"}
    there = registry.post("/organisations", sheet, status=201)["id"]
    typed = {**sheet, "name": "Casa dei Mestieri onlus", "publication": "published"}
    asked = website.post(path, data=typed, headers=passport).text
    assert "Is it one of these?" in asked
    assert asked.count(f'name="shown" value="{there}"') == 1
    mistaken = website.post(path, data={**typed, "shown": there, "email": "x"}, headers=passport)
    assert mistaken.status_code == 422
    assert mistaken.text.count(f'name="shown" value="{there}"') == 1
    mended = website.post(path, data={**typed, "shown": [there, there]}, headers=passport)
    assert mended.status_code == 303
    [apart] = registry.get(f"/duplicates?organisation={there}")["items"]
    judged = website.get(f"/en/staff/registry/duplicates/{apart['id']}", headers=passport).text
    assert "When the newer one was entered: it is a new one" in judged
    assert re.search(r"When, and by whom.*?\d{4}.*? · You", judged, re.DOTALL)


def test_what_is_wrong_in_the_form_alone_saves_nothing(network: Network) -> None:
    right = {"title": "x", "city": "catania", "method": "easw", "language": "it", "capacity": "10", "begins": "09:00",
             "ends": "10:00", "first_day-day": "8", "first_day-month": "2", "first_day-year": "2027"}  # fmt: skip
    before = network.asks("workshops").get("/gatherings")["items"]
    said = told(network, "gatherings/new", **right, quotas__residents="many")
    assert said == ["“Largest number of places for residents and their associations” must be a whole number"]
    assert network.asks("workshops").get("/gatherings")["items"] == before


@pytest.mark.parametrize("path", FORMS)
def test_nonsense_in_every_box_is_refused_and_breaks_nothing(network: Network, path: str) -> None:
    website = network.services["website"].app.test_client()
    passport = network.passport_of(network.staff())
    boxes = set(BOXES.findall(website.get(f"/en/staff/{path}", headers=passport).text)) - {"key", "etag", "first"}
    assert boxes
    for left_out in ("", *boxes):
        typed = dict.fromkeys(boxes - {left_out}, "x")
        assert website.post(f"/en/staff/{path}", data=typed, headers=passport).status_code == 422, left_out
