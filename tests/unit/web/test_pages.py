"""What the kit gives an app besides looks: languages, headers, assets, errors, confirmations, list addresses."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.chassis.i18n import LANGUAGES, use_language
from services.chassis.web import Link
from services.chassis.web.filters import groupby_day, in_language, language_shown, paragraphs, with_parts
from services.chassis.web.lists import first_page_link, page_link, sort_link
from tests.browser.gallery import create_app

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

FILLED = {
    "name": "Ada", "seats__residents": "4", "mail": "a@example.org", "secret": "x", "budget": "1", "begins": "9",
    "when-day": "1", "when-month": "2", "when-year": "2027", "kind": "one", "country": "one", "areas": "one",
    "agree": "y",
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_names_the_language_of_the_page(browser: FlaskClient, language: str) -> None:
    page = browser.get(f"/{language}/gallery", headers=HTML).get_data(as_text=True)
    assert f'<html lang="{language}"' in page
    others = re.findall(r'<link rel="alternate" hreflang="(\w\w)" href="([^"]+)"', page)
    assert others == [(tag, f"/{tag}/gallery") for tag in LANGUAGES if tag != language]


def test_an_address_without_a_language_leads_to_the_readers(browser: FlaskClient) -> None:
    answer = browser.get("/", headers={"Accept-Language": "hu, en;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/hu/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_language_we_do_not_speak_is_no_page(browser: FlaskClient) -> None:
    assert browser.get("/pt/gallery", headers=HTML).status_code == 404


def test_every_script_carries_the_nonce_of_its_answer(browser: FlaskClient) -> None:
    first, second = (browser.get("/en/gallery", headers=HTML) for _ in range(2))
    policies = [answer.headers["Content-Security-Policy"] for answer in (first, second)]
    nonces = [re.search(r"'nonce-([\w-]+)'", policy).group(1) for policy in policies]  # type: ignore[union-attr]
    assert nonces[0] != nonces[1]
    scripts = re.findall(r"<script[^>]*>", first.get_data(as_text=True))
    assert scripts and all(f'nonce="{nonces[0]}"' in script for script in scripts)
    assert "unsafe" not in policies[0] and "default-src 'none'" in policies[0]


def test_assets_are_kept_for_ever_and_sent_compressed(browser: FlaskClient) -> None:
    page = browser.get("/en/gallery", headers=HTML).get_data(as_text=True)
    address = re.search(r'<link rel="stylesheet" href="([^"]+main[^"]+)"', page).group(1)  # type: ignore[union-attr]
    answer = browser.get(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing", 404),
        ("gallery/fault/forbidden", 403),
        ("gallery/fault/unavailable", 503),
        ("gallery/fault/boom", 500),
    ],
)
def test_an_error_is_a_page_for_people_and_a_problem_for_machines(browser: FlaskClient, path: str, status: int) -> None:
    page = browser.get(f"/de/{path}", headers=HTML)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    trace = re.search(r'<span class="lc-code">([0-9a-f]{32})</span>', page.get_data(as_text=True))
    assert trace is not None
    problem = browser.get(f"/de/{path}", headers={"Accept": "application/json"})
    assert (problem.status_code, problem.mimetype) == (status, "application/problem+json")
    assert len(json.loads(problem.get_data())["trace"]) == 32


def test_what_went_wrong_inside_is_not_given_away(browser: FlaskClient) -> None:
    assert "never shown" not in browser.get("/en/gallery/fault/boom", headers=HTML).get_data(as_text=True)


def test_a_service_that_is_down_says_when_to_come_again(browser: FlaskClient) -> None:
    assert browser.get("/en/gallery/fault/unavailable", headers=HTML).headers["Retry-After"] == "5"


@pytest.mark.parametrize(("kind", "comes_back"), [("unavailable", True), ("boom", True), ("forbidden", False)])
def test_what_cannot_be_taken_just_now_is_held_out_to_be_sent_again(
    browser: FlaskClient, kind: str, comes_back: bool
) -> None:
    headers = {**HTML, "Sec-Fetch-Site": "same-origin"}
    page = browser.post(f"/de/gallery/fault/{kind}?of=1", data=FILLED, headers=headers).get_data(as_text=True)
    assert (f'<form method="post" action="/de/gallery/fault/{kind}?of=1">' in page) is comes_back
    assert ('<input type="hidden" name="mail" value="a@example.org">' in page) is comes_back
    stranger = browser.post(f"/de/gallery/fault/{kind}", data=FILLED, headers={**HTML, "Sec-Fetch-Site": "cross-site"})
    assert "a@example.org" not in stranger.get_data(as_text=True)


@pytest.mark.parametrize(
    ("referrer", "leads"),
    [
        ("http://localhost/de/gallery?of=1&q=x", "/de/gallery?of=1&amp;q=x"),
        ("http://localhost//example.org/x", "/example.org/x"),
        ("http://localhost/de/gallery/fault/forbidden", None),
        ("", None),
    ],
)
def test_a_button_that_failed_leads_back_to_its_page(browser: FlaskClient, referrer: str, leads: str | None) -> None:
    headers = {**HTML, "Sec-Fetch-Site": "same-origin", "Referer": referrer}
    page = browser.post("/de/gallery/fault/forbidden", headers=headers).get_data(as_text=True)
    found = re.search(r'href="([^"]*)">Zurück, um zu sehen', page)
    assert (found.group(1) if found else None) == leads


def test_a_confirmation_is_shown_once(browser: FlaskClient) -> None:
    answer = browser.post("/en/gallery/form", data=FILLED, headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/gallery")
    shown = [browser.get("/en/gallery", headers=HTML).get_data(as_text=True) for _ in range(2)]
    assert ["The gallery was saved." in page for page in shown] == [True, False]


def test_nobody_can_put_words_into_the_confirmation(browser: FlaskClient) -> None:
    browser.set_cookie("done", "You have won")
    assert "You have won" not in browser.get("/en/gallery", headers=HTML).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "status", "expected"),
    [
        ({"name": "Conflict"}, 422, "The name is in use."),
        ({"seats__residents": "99"}, 422, "At most 40."),
        ({"mail": ""}, 422, "Enter “E-mail address”"),
    ],
)
def test_a_form_keeps_its_input_when_something_is_wrong(
    browser: FlaskClient, typed: dict[str, str], status: int, expected: str
) -> None:
    answer = browser.post("/en/gallery/form", data={**FILLED, "key": "the-key", **typed}, headers=HTML)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert expected in page and 'value="2027"' in page and 'name="key" value="the-key"' in page


def test_lists_keep_their_filters_when_sorted_and_paged(app: Flask) -> None:
    with app.test_request_context("/en/list?q=x&sort=name&after=c"):
        assert sort_link("name") == ("/en/list?q=x&sort=-name", "ascending")
        assert sort_link("city") == ("/en/list?q=x&sort=city", None)
        assert page_link("next") == "/en/list?q=x&sort=name&after=next"
        assert page_link(None) is None
        assert first_page_link() == "/en/list?q=x&sort=name"


@pytest.mark.parametrize(
    ("path", "current"), [("/en/cities", "page"), ("/en/cities/bologna", "true"), ("/en/citizens", None)]
)
def test_a_link_of_the_frame_knows_where_the_reader_is(app: Flask, path: str, current: str | None) -> None:
    with app.test_request_context(path):
        assert Link("Cities", "/en/cities").current == current


def test_a_text_is_shown_in_the_readers_language_else_in_english_else_in_any() -> None:
    text = {"hu": {"text": "Szia"}, "en": {"text": "Hello"}, "it": {"text": ""}}
    assert in_language(text) == "Hello" and language_shown(text) == "en"
    with use_language("hu"):
        assert in_language(text) == "Szia" and language_shown(text) == "hu"
    assert in_language({"it": {"text": "Ciao"}}) == "Ciao"
    assert in_language(None) == "" and language_shown(None) == ""


def test_what_people_write_is_escaped() -> None:
    assert paragraphs("a <b>\n\nc") == '<p class="govuk-body">a &lt;b&gt;</p><p class="govuk-body">c</p>'
    assert with_parts("Read %(what)s", what="<script>") == "Read &lt;script&gt;"


def test_an_agenda_is_grouped_by_the_day_in_the_events_zone() -> None:
    items = [{"starts_at": "2027-03-18T21:00:00Z"}, {"starts_at": "2027-03-18T23:30:00Z"}]
    assert [day.name for day in groupby_day(items, "Europe/Rome")] == [
        "Thursday, 18 March 2027",
        "Friday, 19 March 2027",
    ]
