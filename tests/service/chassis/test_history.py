"""What the fields of a document were: kept with each change, told with the audit trail, erased with who it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from services.chassis.actor import ALL, Actor
from services.chassis.errors import NotFound
from services.chassis.store import Database, Reader, UnitOfWork, in_transaction
from services.chassis.testing import ServiceUnderTest

WRITER = Actor(id="anna", kind="person", cities=ALL)
CATANIA = Actor(id="carla", kind="person", cities=frozenset({"catania"}))
BERLIN = Actor(id="bert", kind="person", cities=frozenset({"berlin"}))
Result = TypeVar("Result")


def write(notes: ServiceUnderTest, work: Callable[[UnitOfWork], Result]) -> Result:
    """Do `work` in a transaction, as somebody of the whole network."""
    begin = lambda session: UnitOfWork(notes.database, notes.settings, WRITER, "en", notes.clock, session)  # noqa: E731
    return in_transaction(notes.database, begin, work)


def changed(notes: ServiceUnderTest, name: str, id: str, **fields: Any) -> None:
    """Change a document."""
    write(notes, lambda uow: uow.save(name, uow.get(name, id) | fields))


def told(notes: ServiceUnderTest, name: str, id: str, reader: Actor = CATANIA, **query: Any) -> list[Any]:
    """The history as (action, version, {field: (before, after)}), the newest first."""
    read = Reader(notes.database, notes.settings, reader, "en", notes.clock)
    return [
        (one["action"], one["version"], {each["field"]: (each["before"], each["after"]) for each in one["changes"]})
        for one in read.history(name, id, query).items
    ]


def rows(database: Database) -> int:
    """How many rows of values there are."""
    return database.rows("history").count_documents({})


def test_each_change_keeps_what_its_fields_were_and_nothing_else(notes: ServiceUnderTest) -> None:
    id = write(notes, lambda uow: uow.add("notes", {"title": "One", "stars": 0, "words": ["one"]}))["_id"]
    assert rows(notes.database) == 0  # what a document begins with is in the document
    changed(notes, "notes", id, title="Two", words=["two"])
    changed(notes, "notes", id, words=["three"])
    changed(notes, "notes", id, stars=5)
    history = [
        ("changed", 4, {"stars": (0, 5)}),
        ("changed", 2, {"title": ("One", "Two")}),
        ("added", 1, {"title": (None, "One"), "stars": (None, 0)}),
    ]
    assert told(notes, "notes", id) == history
    assert rows(notes.database) == 2
    write(notes, lambda uow: uow.remove("notes", uow.get("notes", id)))
    gone = ("removed", 5, {"title": ("Two", None), "stars": (5, None)})
    assert told(notes, "notes", id) == [gone, *history]
    write(notes, lambda uow: uow.revive("notes", {"_id": id, "title": "Again", "stars": 1, "city": None}))
    assert told(notes, "notes", id) == [("added", 6, {"title": (None, "Again"), "stars": (None, 1)}), gone, *history]
    assert told(notes, "notes", id, limit=2) == told(notes, "notes", id)[:2]


def test_two_changes_in_one_transaction_are_two_of_the_history(notes: ServiceUnderTest) -> None:
    def work(uow: UnitOfWork) -> str:
        note = uow.add("notes", {"title": "One", "stars": 0})
        for stars in (1, 2):
            note["stars"] = stars
            uow.save("notes", note)
        note["stars"] = 9  # after it was saved: changes nothing
        return str(note["_id"])

    assert told(notes, "notes", write(notes, work))[:2] == [
        ("changed", 3, {"stars": (1, 2)}), ("changed", 2, {"stars": (0, 1)}),
    ]  # fmt: skip


def test_a_change_of_the_time_before_tells_its_fields_without_values(notes: ServiceUnderTest) -> None:
    id = write(notes, lambda uow: uow.add("notes", {"title": "One", "stars": 0}))["_id"]
    changed(notes, "notes", id, title="Two")
    changed(notes, "notes", id, stars=5)
    notes.database.rows("history").delete_one({"_id": f"notes/{id}/2"})
    assert told(notes, "notes", id) == [
        ("changed", 3, {"stars": (0, 5)}), ("changed", 2, {}), ("added", 1, {"stars": (None, 0)}),
    ]  # fmt: skip
    read = Reader(notes.database, notes.settings, CATANIA, "en", notes.clock)
    assert [one["changed"] for one in read.history("notes", id, {}).items] == [["stars"], ["title"], ["stars", "title"]]


def test_with_somebody_goes_what_was_known_of_them(notes: ServiceUnderTest) -> None:
    first, other = (
        write(notes, lambda uow: uow.add("diaries", {"title": "Amina", "city": "catania"}))["_id"] for _ in range(2)
    )
    for id in (first, other):
        changed(notes, "diaries", id, title="Amina O.")

    def work(uow: UnitOfWork) -> None:
        uow.remove("diaries", uow.save("diaries", uow.get("diaries", first) | {"title": "Another name"}))

    write(notes, work)
    assert [one["_id"] for one in notes.database.rows("history").find()] == [f"diaries/{other}/2"]
    assert [(action, version) for action, version, _fields in told(notes, "diaries", first)] == [
        ("removed", 4), ("changed", 3), ("changed", 2), ("added", 1),
    ]  # fmt: skip
    assert "Amina" not in str(told(notes, "diaries", first))


def test_a_history_is_seen_by_who_sees_its_document(notes: ServiceUnderTest) -> None:
    id = write(notes, lambda uow: uow.add("diaries", {"title": "One", "city": "catania"}))["_id"]
    changed(notes, "diaries", id, title="Two")
    assert len(told(notes, "diaries", id)) == 2
    with pytest.raises(NotFound):
        told(notes, "diaries", id, reader=BERLIN)
    changed(notes, "diaries", id, city="berlin")
    assert len(told(notes, "diaries", id, reader=BERLIN)) == 3
    write(notes, lambda uow: uow.remove("diaries", uow.get("diaries", id)))
    assert len(told(notes, "diaries", id, reader=BERLIN)) == 4
    for never in (id, "nothing"):
        with pytest.raises(NotFound):
            told(notes, "diaries", never)
