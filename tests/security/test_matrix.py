"""Every address of every service before everybody who may stand there (security list 1 to 4, 29, 31, 32, 44).

Services are asked directly, as somebody would who has got past the gateway. What is expected stands in rules.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.actor import Actor
from services.chassis.http.passport import HEADER
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.testing import ServiceUnderTest
from tests.security import everyone, rules
from tests.security.estates import Estate
from tests.security.examples import MARK, PERSONAL
from tests.security.rules import ANSWERED, WITHOUT, Expected, Place

BESIDES = {"/healthz", "/readyz", "/openapi.json", "/asyncapi.json"}
"""What is asked by machines of the platform alone."""
NO_VERSION = '"0"'
"""If-Match of who is let in, so that they change nothing for who comes after."""


def test_every_address_has_its_rule_and_is_in_the_document(asked: ServiceUnderTest, estate: Estate) -> None:
    served = {
        f"{method} {rule.rule.removeprefix(f'/api/v1/{asked.service.name}')}"
        for rule in asked.app.url_map.iter_rules()
        if rule.rule not in BESIDES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {place.name for place in rules.places(asked.service, estate)} == served


def test_an_address_that_does_not_say_what_it_needs_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="needs"):
        Routes("notes").read("/notes/<id>", shows=Shape)  # type: ignore[call-arg]


def test_a_false_passport_opens_nothing(asked: ServiceUnderTest, estate: Estate, platform_keys: Path) -> None:
    wrong = []
    for name, passport in everyone.false_passports(platform_keys, asked.service.name):
        for place in rules.places(asked.service, estate):
            answer = _ask(asked, passport, place, estate)
            wrong += _unless(rules.for_false_passports(place), answer, f"{name}: {place.name}")
    assert not wrong, "\n".join(wrong)


def test_without_a_passport_only_what_is_public_is_answered(asked: ServiceUnderTest, estate: Estate) -> None:
    wrong = []
    for place in rules.places(asked.service, estate):
        wrong += _unless(rules.for_nobody(place), _ask(asked, None, place, estate, NO_VERSION), place.name)
    assert not wrong, "\n".join(wrong)


def test_headers_that_claim_to_be_somebody_are_worth_nothing(asked: ServiceUnderTest, estate: Estate) -> None:
    wrong = []
    for place in rules.places(asked.service, estate):
        for claim in everyone.forged_headers():
            answer = _ask(asked, None, place, estate, NO_VERSION, **claim)
            wrong += _unless(rules.for_nobody(place), answer, f"{claim}: {place.name}")
    assert not wrong, "\n".join(wrong)


def test_another_service_gets_only_what_is_meant_for_services(
    asked: ServiceUnderTest, estate: Estate, platform_keys: Path
) -> None:
    passport, wrong = everyone.another_service(platform_keys, asked.service.name), []
    for place in rules.places(asked.service, estate):
        wrong += _unless(rules.for_another_service(place), _ask(asked, passport, place, estate, NO_VERSION), place.name)
    assert not wrong, "\n".join(wrong)


def test_who_may_not_is_refused_and_leaves_the_store_as_it_was(
    asked: ServiceUnderTest, estate: Estate, platform_keys: Path
) -> None:
    before, wrong = _everything_kept(asked), []
    for place, name, actor, expected in _expectations(asked, estate):
        if expected != ANSWERED:
            passport = everyone.passport_of(platform_keys, actor, asked.service.name)
            wrong += _unless(expected, _ask(asked, passport, place, estate), f"{name}: {place.name}")
    assert not wrong, "\n".join(wrong)
    assert _everything_kept(asked) == before


def test_who_may_is_answered(asked: ServiceUnderTest, estate: Estate, platform_keys: Path) -> None:
    wrong = []
    for place, name, actor, expected in _expectations(asked, estate):
        if expected == ANSWERED:
            passport = everyone.passport_of(platform_keys, actor, asked.service.name)
            wrong += _unless(expected, _ask(asked, passport, place, estate, NO_VERSION), f"{name}: {place.name}")
    assert not wrong, "\n".join(wrong)


def _expectations(asked: ServiceUnderTest, estate: Estate) -> Iterator[tuple[Place, str, Actor, Expected]]:
    """Every place with everybody who is known, and what they may expect there."""
    for place in rules.places(asked.service, estate):
        for name, actor in (*everyone.people(), *everyone.clients(asked.service.name)):
            yield place, name, actor, rules.for_somebody(place, actor)


def _everything_kept(asked: ServiceUnderTest) -> dict[str, list[dict[str, Any]]]:
    """Every document of every collection of the service, its outbox and audit trail too."""
    names = (*asked.database.declared, "outbox", "audit")
    return {name: sorted(asked.database.rows(name).find(), key=lambda row: str(row["_id"])) for name in names}


def _ask(
    asked: ServiceUnderTest, passport: str | None, place: Place, estate: Estate, version: str = "*", **claims: str
) -> TestResponse:
    """One request to our object there, in whatever version; `claims` are headers more, by their names."""
    headers = {"If-Match": version} | claims | ({HEADER: passport} if passport else {})
    address = place.prefix + estate.address(place.path)
    return asked.app.test_client().open(address, method=place.method, json=place.body, headers=headers)


def _unless(expected: Expected, answer: TestResponse, what: str) -> list[str]:
    """What went otherwise than expected, in a line; nothing if it did not. A refusal gives nothing away."""
    text, status = answer.get_data(as_text=True), answer.status_code
    if expected == ANSWERED:
        return [] if status not in (401, 403) and status < 500 else [f"{what}: {status} {text[:200]}"]
    statuses = (200,) if expected == WITHOUT else expected if isinstance(expected, tuple) else (expected,)
    leaks = any(mark in text for mark in (MARK, *PERSONAL))
    return (
        []
        if status in statuses and not leaks
        else [f"{what}: {status} for {expected}{' and leaks' * leaks}: {text[:200]}"]
    )
