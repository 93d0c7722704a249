"""What is sent is taken for nothing but what it is (security list 5 to 7): operators, strange keys, our own fields."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from services.chassis.actor import ALL, Actor
from services.chassis.http.passport import HEADER
from services.chassis.testing import ServiceUnderTest
from tests.security import everyone, rules
from tests.security.estates import Estate
from tests.security.examples import MARK
from tests.security.rules import Place

OPERATORS: list[Any] = [
    {"$ne": None}, {"$gt": ""}, {"$regex": ".*"}, {"$where": "sleep(1000)"}, {"a.b": 1}, [{"$ne": None}], [[]],
]  # fmt: skip
STRANGE = ("$where", "$set", "a.b", "__proto__", "")
OURS_ALONE = (
    "_id", "version", "created_at", "updated_at", "deleted_at", "owner", "secret", "secrets", "registration_code",
    "history", "words", "email_key", "source_version", "match_keys", "merges", "merged_into",
)  # fmt: skip
"""What the services write themselves; who sends it is told that there is no such field."""
OF_ANY_NAME = {"POST /imports": "files"}
"""Objects whose keys are names that people give."""
WITHOUT_PAGES = {"/sessions", "/event-types", "/mailbox", "/duplicates/candidates"}
"""Lists that come from no store of documents: a short one, a catalogue, a folder."""


@pytest.fixture(scope="module")
def passport(asked: ServiceUnderTest, platform_keys: Path) -> str:
    """Of an API client that may do everything at the service, in every city."""
    everything = Actor(id="client", kind="client", cities=ALL, scopes=frozenset({"*"}))
    return everyone.passport_of(platform_keys, everything, asked.service.name)


def test_an_operator_in_place_of_a_value_is_refused_by_name(
    asked: ServiceUnderTest, estate: Estate, passport: str
) -> None:
    before, wrong = _stored(asked), []
    for place in _with_bodies(asked, estate):
        for number, path in enumerate(_paths(place.body)):
            operator = OPERATORS[number % len(OPERATORS)]
            answer = _send(asked, passport, place, estate, _put(place.body, path, operator))
            if not any(told.split(".")[0] == path[0] for told in _refused(answer)):
                wrong.append(f"{place.name}: {path} {operator}: {answer.status_code} {_refused(answer)}")
    assert not wrong, "\n".join(wrong)
    assert _stored(asked) == before


@pytest.mark.parametrize("names", [STRANGE, OURS_ALONE], ids=["strange keys", "fields of our own"])
def test_what_is_not_in_the_schema_is_refused_by_name(
    asked: ServiceUnderTest, estate: Estate, passport: str, names: tuple[str, ...]
) -> None:
    before, wrong = _stored(asked), []
    for place in _with_bodies(asked, estate):
        for inside, there in _objects(place.body):
            if inside == [OF_ANY_NAME.get(place.name)]:
                continue
            added = {name: "x" for name in names if name not in there}
            answer = _send(asked, passport, place, estate, _put(place.body, inside, {**there, **added}))
            unnamed = [name for name in added if name and name not in _refused(answer)] if not inside else []
            if unnamed or not _refused(answer):
                wrong.append(f"{place.name}: {inside}: {answer.status_code}, not named: {unnamed}")
    assert not wrong, "\n".join(wrong)
    assert _stored(asked) == before


QUERIES = (
    "q[$ne]=", "limit[$gt]=1", "$where=1", "sort=$natural", "sort=-__class__", "limit=-1", "limit=201", "after=e30",
    "modified_after=[$gt]", "limit=1&limit=2", "after=W3siYXQiOjF9XQ", "after=" + "A" * 999,
)  # fmt: skip
OWNERS_ALONE = {"/searches/<id>/history"}
"""Lists of something that another person keeps for themselves: whoever asks here is told that there is none."""
HUGE = ["18446744073709551615", '{"at":"0001-01-01T00:00:00+23:59"}']


def test_a_query_that_is_not_one_is_refused(asked: ServiceUnderTest, estate: Estate, passport: str) -> None:
    cursors = [f"after={_cursor(one, length)}" for one in HUGE for length in (1, 2)]
    wrong = []
    for place in _lists(asked, estate):
        answers = {query: _get(asked, passport, place, estate, query).status_code for query in (*QUERIES, *cursors)}
        wrong += [f"{place.name}?{query}: {status}" for query, status in answers.items() if status != 422]
    assert not wrong, "\n".join(wrong)


def test_a_search_takes_no_sign_for_an_expression(asked: ServiceUnderTest, estate: Estate, passport: str) -> None:
    wrong = []
    for place in _lists(asked, estate):
        plain = len(_get(asked, passport, place, estate, f"q={MARK}").get_json().get("items", []))
        for query in (".*", "^", "$", "(a+)+$", "[", "\\", f"{MARK[0]}.{MARK[2:]}", f"x|{MARK}"):
            answer = _get(asked, passport, place, estate, urlencode({"q": query}))
            as_expression = MARK[0] in query and plain and answer.get_json().get("items")
            if answer.status_code not in (200, 422) or as_expression:
                wrong.append(f"{place.name}?q={query}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def _lists(asked: ServiceUnderTest, estate: Estate) -> Iterator[Place]:
    pages = (place for place in rules.places(asked.service, estate) if place.kind == "page")
    return (place for place in pages if place.path not in WITHOUT_PAGES | OWNERS_ALONE)


def _cursor(value: str, length: int) -> str:
    """A cursor of `length` values, made as ours are."""
    return base64.urlsafe_b64encode(f"[{','.join([value] * length)}]".encode()).decode().rstrip("=")


def _with_bodies(asked: ServiceUnderTest, estate: Estate) -> Iterator[Place]:
    return (place for place in rules.places(asked.service, estate) if place.body)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield [*path, key]
        yield from _paths(part, (*path, key))


def _objects(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Every object in the body, with where it is."""
    if isinstance(value, dict):
        yield list(path), value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _objects(part, (*path, key))


def _put(value: Any, path: list[Any], new: Any) -> Any:
    """A copy of `value` with `new` at `path`."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _put(value.get(path[0]) if isinstance(value, dict) else value[path[0]], path[1:], new)
    return copy


def _send(asked: ServiceUnderTest, passport: str, place: Place, estate: Estate, body: Any) -> TestResponse:
    headers = {HEADER: passport, "If-Match": "*"}
    address = f"/api/v1/{asked.service.name}{estate.address(place.path)}"
    return asked.app.test_client().open(address, method=place.method, json=body, headers=headers)


def _refused(answer: TestResponse) -> list[str]:
    """The paths that a refusal names; none when it is no refusal of the fields."""
    return [error["path"] for error in answer.get_json()["errors"]] if answer.status_code == 422 else []


def _get(asked: ServiceUnderTest, passport: str, place: Place, estate: Estate, query: str) -> TestResponse:
    address = f"/api/v1/{asked.service.name}{estate.address(place.path)}?{query}"
    return asked.app.test_client().get(address, headers={HEADER: passport})


def _stored(asked: ServiceUnderTest) -> dict[str, int]:
    """How much is kept of everything."""
    names = (*asked.database.declared, "outbox", "audit")
    return {name: asked.database.rows(name).count_documents({}) for name in names}
