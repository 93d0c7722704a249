"""A list of what was shown before: whole for who works with its rows, each page in its own place, nothing old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

import orjson
import pytest

from services.chassis.actor import Actor
from services.chassis.store import Page, Reader
from services.chassis.testing import ServiceUnderTest

SHOWN = ("_id", "version", "updated_at", "title")
MANY = 5


@pytest.fixture
def ids(notes: ServiceUnderTest) -> list[str]:
    """Five notes of one moment, in the order of their ids."""
    writer = notes.client("notes:write")
    return [writer.post("/notes", {"title": "note"}, status=201)["id"] for _number in range(MANY)]


@pytest.fixture
def read(notes: ServiceUnderTest, ids: Sequence[str]) -> Reader:
    """A reader that will show `SHOWN`, of which most is remembered."""
    made = Reader(notes.database, notes.settings, Actor.service("notes"), "en", notes.clock)
    made.shown = SHOWN
    for _time in range(2):
        text(listed(made, 3))
    return made


def listed(read: Reader, limit: int, sort: str | None = None, of: Sequence[str] = ()) -> Page:
    narrowed = {"_id": {"$in": of}} if of else {}
    return read.page("notes", {"limit": limit, "sort": sort}, filter=narrowed, fields=SHOWN)


def text(page: Page) -> str:
    """What is written of a page: versions and titles."""
    rows = page.items.text(lambda row: f"{row['version']} {row['title']}".encode())  # type: ignore[attr-defined]
    return orjson.dumps(rows).decode()


def test_who_works_with_the_rows_has_them_whole(read: Reader, ids: list[str]) -> None:
    for _time in range(3):
        rows = listed(read, 3).items
        assert [(row["_id"], row["title"], row["updated_at"].tzinfo) for row in rows] == [
            (id, "note", UTC) for id in ids[:3]
        ]
        assert len(rows) == 3 and rows[0] is next(iter(rows))
        text(listed(read, 3))


def test_a_page_of_the_same_rows_in_another_order_or_length_goes_on_from_its_own_place(
    read: Reader, ids: list[str]
) -> None:
    for _time in range(3):
        pages = [listed(read, *asked, of=ids[:3]) for asked in ((2,), (2, "updated_at"), (3,))]
        assert len({page.next for page in pages}) == 3
        assert [text(page).count("note") for page in pages] == [2, 2, 3]


def test_a_row_that_was_changed_between_the_two_questions_is_not_taken_for_the_one_of_before(
    notes: ServiceUnderTest, read: Reader, ids: list[str]
) -> None:
    """A restored store has the version of before again."""
    rows = notes.database.rows("notes")
    page = listed(read, 4)
    new = rows.find_one({"_id": ids[3]})
    assert new is not None
    rows.update_one({"_id": new["_id"]}, {"$inc": {"version": 1}, "$set": {"title": "new"}})
    assert [text(page), text(listed(read, 4))] == ["[1 note,1 note,1 note,2 new]"] * 2
    rows.replace_one({"_id": new["_id"]}, new)
    assert text(listed(read, 4)) == "[1 note,1 note,1 note,1 note]"


def test_a_version_that_is_counted_again_by_a_restored_store_is_told_by_its_moment(
    notes: ServiceUnderTest, read: Reader, ids: list[str]
) -> None:
    notes.database.rows("notes").update_one({"_id": ids[0]}, {"$set": {"title": "other"}})
    assert text(listed(read, 3)) == "[1 note,1 note,1 note]", "nobody changes a row without its version or moment"
    notes.clock.move(hours=1)
    notes.database.rows("notes").update_one({"_id": ids[0]}, {"$set": {"updated_at": notes.clock.now()}})
    assert text(listed(read, 3)) == "[1 other,1 note,1 note]"
