"""How rows were shown is remembered, each in its version, up to a size."""

from services.chassis.store.memory import Memory, Shown


def remembered(memory: Memory, keys: str) -> set[str]:
    return {key for key in keys if memory.recall(key)}


def test_what_was_not_asked_for_longest_is_forgotten_when_there_is_too_much() -> None:
    memory = Memory(most=10)
    for key in "abc":
        memory.keep(key, Shown(b"333"))
    memory.recall("a")
    memory.keep("d", Shown(b"333"))
    assert remembered(memory, "abcd") == {"a", "c", "d"}
    memory.keep("a", Shown(b"4444", "next"))
    assert memory.recall("a") == Shown(b"4444", "next")
    assert remembered(memory, "acd") == {"a", "c", "d"}
    memory.keep("e", Shown(b"more than all"))
    assert remembered(memory, "acde") == set()
