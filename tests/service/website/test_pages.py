"""Every public page, with a network and without one: it answers, in its language, with a title of its own."""

import re

import pytest
from flask.testing import FlaskClient

from services.chassis.i18n import LANGUAGES
from services.chassis.testing import ServiceUnderTest
from tests.website_facts import CODE, IDEAS, JOIN_CODE, OUTSIDE, PRACTICE, SEMINAR, TRANSFER, WORKSHOP

LISTS = [
    "",
    "cities",
    "partners",
    "practices",
    "transfers",
    "calendar",
    "plans",
    "ideas",
    "vote",
    "support",
    "feedback",
    "support/received",
    "about",
    "help",
    "accessibility",
    "privacy",
]
THINGS = [
    "cities/catania",
    "cities/budapest",
    "plans/catania",
    "plans/budapest",
    f"partners/{OUTSIDE}",
    f"practices/{PRACTICE}",
    f"transfers/{TRANSFER}",
    f"gatherings/{WORKSHOP}",
    f"gatherings/{SEMINAR}",
    f"ideas/{IDEAS[0]}",
    f"ideas/{IDEAS[3]}",
    f"vote/{CODE}/results",
    f"join/{JOIN_CODE}",
    f"join/{JOIN_CODE}/done",
]


def title_of(page: str) -> str:
    """The words of the title element."""
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_its_language(reader: FlaskClient, language: str) -> None:
    titles = {}
    for path in [*LISTS, *THINGS]:
        answer = reader.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.text, path
        titles[path] = title_of(answer.text)
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_stands_before_anything_was_heard(website: ServiceUnderTest, path: str) -> None:
    assert website.app.test_client().get(f"/en/{path}").status_code == 200


@pytest.mark.parametrize("page", ["partners", "services"])
def test_a_distance_without_a_city_is_said_to_be_none(reader: FlaskClient, page: str) -> None:
    said = "Choose a city too"
    found = [said in reader.get(f"/en/{page}?within=25{city}").text for city in ("", "&city=catania")]
    assert found == [True, False]
