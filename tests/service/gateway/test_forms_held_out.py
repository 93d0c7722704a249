"""A form that cannot be taken just now comes back with all that was typed, to be sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from gateway.routing import SERVICES
from tests.service.gateway.browser import SAME_SITE
from tests.service.gateway.raw import saying
from tests.service.gateway.under_test import GatewayUnderTest, Upstream

Make = Callable[..., GatewayUnderTest]
TYPED = {"name": 'Casa "Ponte" & figli', "kind": ["ngo", "school"], "about": "Two\r\nlines, ключ", "password": "violet"}
KEPT = [
    ("name", 'Casa "Ponte" & figli'), ("kind", "ngo"), ("kind", "school"), ("about", "Two\r\nlines, ключ"),
]  # fmt: skip
PAGE = "/it/staff/registry/organisations/new?from=a"


def held_out(answer: Any) -> list[tuple[str, str]]:
    """The names and values of the form on the page, and where it goes."""
    text = answer.get_data(as_text=True)
    assert f'<form method="post" action="{PAGE}">' in text, text
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    return [(unescape(name), unescape(value)) for name, value in fields]


@pytest.mark.parametrize("form", [{}, {"content_type": "multipart/form-data"}], ids=["plain", "with files"])
def test_a_form_comes_back_when_the_website_does_not_answer(form: dict[str, str], make_gateway: Make) -> None:
    with saying(lambda _connection: None) as url:
        browser = make_gateway(service_urls=dict.fromkeys(SERVICES, url)).client()
        answer = browser.post(PAGE, data=TYPED, headers=SAME_SITE, **form)
    assert (answer.status_code, answer.headers["Cache-Control"], held_out(answer)) == (503, "private, no-cache", KEPT)
    assert "Invia di nuovo" in answer.get_data(as_text=True)


def test_a_form_comes_back_when_too_many_were_sent(make_gateway: Make, upstream: Upstream) -> None:
    browser = make_gateway(limit_public_post="1/minute").client()
    answers = [browser.post(PAGE, data=TYPED, headers=SAME_SITE) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert held_out(answers[1]) == KEPT
    assert len(upstream.seen) == 1


@pytest.mark.parametrize("about", ["x" * 100_000, "x" * 1_000_000])
def test_a_form_too_long_to_be_held_is_refused_all_the_same(about: str, make_gateway: Make) -> None:
    browser = make_gateway(limit_public_post="1/minute").client()
    answers = [browser.post(PAGE, data={"about": about}, headers=SAME_SITE) for _twice in range(2)]
    assert (answers[1].status_code, answers[1].mimetype) == (429, "text/html")
    assert "<form" not in answers[1].get_data(as_text=True)


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {**SAME_SITE, "Sec-Fetch-Site": "none"}])
def test_what_no_page_of_ours_sent_is_not_held_out(headers: dict[str, str], make_gateway: Make) -> None:
    with saying(lambda _connection: None) as url:
        browser = make_gateway(service_urls=dict.fromkeys(SERVICES, url)).client()
        answer = browser.post(PAGE, data=TYPED, headers=headers)
    assert (answer.status_code, "Casa" in answer.get_data(as_text=True)) == (503, False)
