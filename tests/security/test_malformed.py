"""Whatever is not a request of ours is answered as such, never as a fault of ours (security list 42)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from services.chassis.actor import ALL, Actor
from services.chassis.http.passport import HEADER
from services.chassis.testing import ServiceUnderTest
from tests.security import everyone, rules
from tests.security.estates import Estate

IDS = (
    "..", "%00", "%0d%0aX:1", "%ff%fe", "%ed%a0%80", "%F0%9F%A6%86", "$where", "{}", "a" * 3000, "-1", "%2e%2e%2f",
    "null", "01a20c74-769d-70d0-81c6-e91f830725fa", quote("🦆" * 200),
)  # fmt: skip
BODIES = (
    b"", b"null", b"[]", b"1", b'"x"', b"{", b"\xff\xfe{}", b"NaN", b'{"name": NaN}', b"[" * 5000, b"name=x", b"\x00",
    b'{"a":' * 300 + b"1" + b"}" * 300, b'{"name": "\\ud800"}', b'{"name": 1e999}', b'{"\\u0000": 1}',
    b'{"name": 99999999999999999999999}', b'{"name": "a", "name": {"$ne": 1}}',
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"If-Match": "x", "Accept-Language": "x-" * 900}, {"If-Match": 'W/"1"', "Accept-Language": "\u00ff;q=\u00ff"},
    {"If-Match": '"' + "9" * 400 + '"', "traceparent": "00-" + "g" * 32},
    {"Idempotency-Key": "k" * 256, "If-None-Match": "*"}, {"Idempotency-Key": "\u00e9\u00ff", "Range": "bytes=0-"},
    {"Idempotency-Key": "", "X-HTTP-Method-Override": "DELETE"},
    {"Content-Type": "application/json; charset=utf-7"}, {"Content-Type": "text/xml"}, {"Content-Encoding": "gzip"},
)  # fmt: skip
"""Of two in one request the second keeps nobody from reading the first."""


@pytest.fixture(scope="module")
def passport(asked: ServiceUnderTest, platform_keys: Path) -> dict[str, str]:
    """Of somebody who may do everything, so that nothing is refused before it is read."""
    everything = Actor(id="client", kind="client", cities=ALL, scopes=frozenset({"*"}))
    return {HEADER: everyone.passport_of(platform_keys, everything, asked.service.name), "If-Match": "*"}


def test_an_id_that_is_none_leads_nowhere(asked: ServiceUnderTest, estate: Estate, passport: dict[str, str]) -> None:
    wrong = []
    for place in (place for place in rules.places(asked.service, estate) if "<" in place.path):
        for id in IDS:
            path = "/".join(id if part.startswith("<") else part for part in place.path.split("/"))
            answer = _open(asked, place, path, headers=passport, json=place.body)
            wrong += _faults(answer, f"{place.method} {path[:80]}")
    assert not wrong, "\n".join(wrong)


def test_a_body_that_is_none_is_refused(asked: ServiceUnderTest, estate: Estate, passport: dict[str, str]) -> None:
    wrong = []
    for place in (place for place in rules.places(asked.service, estate) if place.body):
        for body in BODIES:
            headers = {**passport, "Content-Type": "application/json"}
            answer = _open(asked, place, estate.address(place.path), headers=headers, data=body)
            taken = [f"{place.name} took {body[:40]!r}"] if body and answer.status_code < 400 else []
            wrong += [*taken, *_faults(answer, f"{place.name} {body[:40]!r}")]
    assert not wrong, "\n".join(wrong)


def test_a_header_that_is_none_does_no_harm(asked: ServiceUnderTest, estate: Estate, passport: dict[str, str]) -> None:
    wrong = []
    for place in rules.places(asked.service, estate):
        for strange in HEADERS:
            headers = {**passport, "If-Match": '"0"', **strange}  # a version that nothing has, so that nothing is done
            answer = _open(asked, place, estate.address(place.path), headers=headers, json=place.body)
            wrong += _faults(answer, f"{place.name} {strange}")
    assert not wrong, "\n".join(wrong)


def _open(asked: ServiceUnderTest, place: rules.Place, path: str, **options: Any) -> Any:
    return asked.app.test_client().open(place.prefix + path, method=place.method, **options)


def _faults(answer: Any, what: str) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"{what}: {answer.status_code}"
