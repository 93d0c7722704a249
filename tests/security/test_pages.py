"""The pages: staff's are for who is signed in, and an address of a page leads to nothing but what it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

import services.registry.service
import services.website.service
from services.chassis.http.passport import HEADER, sign_passport
from services.chassis.testing import ServiceUnderTest
from services.registry.organisations.schemas import OrganisationBody
from services.registry.schemas import CityBody
from tests.browser.conftest import serving
from tests.security.everyone import OURS, key_of, person_of
from tests.security.examples import MARK, body_of

Start = Callable[..., ServiceUnderTest]
PAGE = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def website(service_under_test: Start) -> ServiceUnderTest:
    """The website alone."""
    return service_under_test(services.website.service.service)


def test_every_staff_page_sends_a_stranger_to_sign_in_and_takes_nothing_from_them(website: ServiceUnderTest) -> None:
    every = [rule for rule in website.app.url_map.iter_rules() if "/staff" in rule.rule]
    wrong, rules = [], [rule for rule in every if "lang" in rule.arguments]  # else it leads to where there is one
    assert len(rules) > 80
    with website.app.test_request_context():
        addresses = website.app.url_map.bind("localhost")
        for rule in rules:
            choices = {name: getattr(rule._converters[name], "items", {"x"}) for name in rule.arguments}
            values = {name: min(some) for name, some in choices.items()} | {"lang": "en"}
            address = addresses.build(rule.endpoint, values, append_unknown=False)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                answer = website.app.test_client().open(address, method=method, headers=PAGE)
                leads = answer.headers.get("Location", "").startswith("/en/account/sign-in?next=")
                if not (answer.status_code in (302, 303) and leads if method == "GET" else answer.status_code == 401):
                    wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


def test_signing_in_is_offered_with_a_way_back_within_the_platform(website: ServiceUnderTest) -> None:
    answer = website.app.test_client().get("/en/staff/?next=//evil.example&x=%0d%0aSet-Cookie:a=1", headers=PAGE)
    location = answer.headers["Location"]
    assert location.startswith("/en/account/sign-in?next=%2Fen%2Fstaff%2F%3F")
    assert "\r" not in location and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("asked", "leads_to"), [("/en//partners", "/en/partners"), ("/en/staff", "/en/staff/")])
def test_a_redirect_does_not_tell_where_a_service_is(asked: str, leads_to: str, website: ServiceUnderTest) -> None:
    answer = website.app.test_client().get(asked, base_url="http://10.0.0.7:8000", headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (308, leads_to)


@pytest.fixture
def registry(service_under_test: Start) -> ServiceUnderTest:
    """The registry with our city in it."""
    made = service_under_test(services.registry.service.service)
    made.signed_in("coordinator").post("/cities", body_of(CityBody, name="Catania", nuts3=None), status=201)
    return made


TAILS = ["", "?limit=1", "%2Fhistory", "#x", "/../../cities/catania", "%3Flimit=1", ";x"]


def test_an_id_in_the_address_of_a_page_cannot_name_another_address(
    registry: ServiceUnderTest, service_under_test: Start, platform_keys: Path
) -> None:
    staff = person_of("lead_staff", OURS)
    id = registry.caller(staff).post("/organisations", body_of(OrganisationBody, identifiers=[]), status=201)["id"]
    passport = sign_passport(key_of(platform_keys, "gateway"), staff, ["website", "registry"])
    for url in serving(registry.app):
        website = service_under_test(services.website.service.service, service_urls={"registry": url})
        for tail in TAILS:
            address = f"/en/staff/registry/organisations/{id}{quote(tail, safe='')}"
            answer = website.app.test_client().get(address, headers={**PAGE, HEADER: passport})
            expected = (404, False) if tail else (200, True)
            assert (answer.status_code, MARK in answer.get_data(as_text=True)) == expected, tail
