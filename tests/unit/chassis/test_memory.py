"""How rows were shown is remembered by their versions, up to a size."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.chassis.store.memory import Memory

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def row(id: str, version: int = 1, at: datetime = NOW) -> dict[str, Any]:
    return {"_id": id, "version": version, "updated_at": at}


def test_a_row_is_recalled_in_its_version_alone_also_where_a_restored_store_counts_it_again() -> None:
    memory = Memory()
    memory.keep(row("a", 2), b"second")
    later = NOW + timedelta(seconds=1)
    assert memory.recall([row("a", 2), row("b", 2)]) == {"a": b"second"}
    assert memory.recall([row("a", 1)]) == memory.recall([row("a", 3)]) == memory.recall([row("a", 2, later)]) == {}


def test_what_was_not_asked_for_longest_is_forgotten_when_there_is_too_much() -> None:
    memory = Memory(most=10)
    for id in "abc":
        memory.keep(row(id), b"333")
    memory.recall([row("a")])
    memory.keep(row("d"), b"333")
    assert set(memory.recall([row(id) for id in "abcd"])) == {"a", "c", "d"}
    memory.keep(row("a", 2), b"4444")
    assert set(memory.recall([row("a", 2), row("c"), row("d")])) == {"a", "c", "d"}
    memory.keep(row("e"), b"more than all")
    assert memory.recall([row(id) for id in "acde"]) == {}
