"""Events in messages: how many go together, and that whatever is no event is told apart from its neighbours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from services.chassis.events import envelope

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def row(number: int, size: int = 10) -> dict[str, Any]:
    return {
        "_id": f"e{number}", "sequence": number, "type": "eu.learning-cities.notes.note.written.v1", "subject": "n1",
        "subjectversion": 1, "city": None, "time": NOW, "actor": "somebody", "correlationid": "c", "causationid": None,
        "traceparent": "", "dataref": None, "data": {"text": "x" * size},
    }  # fmt: skip


def numbers(body: bytes) -> list[int]:
    events, undecodable = envelope.decode_message(body)
    assert undecodable == []
    return [event.sequence for event in events]


def test_events_go_together_in_order_up_to_a_number_and_a_size() -> None:
    small = envelope.messages([row(number) for number in range(1, 121)], "notes", "E")
    assert [numbers(body) for body in small] == [[*range(1, 51)], [*range(51, 101)], [*range(101, 121)]]
    large = envelope.messages([row(number, 40_000) for number in range(1, 6)], "notes", "E")
    assert [numbers(body) for body in large] == [[1, 2], [3, 4], [5]]
    [one] = envelope.messages([row(1, 250_000)], "notes", "E")
    assert numbers(one) == [1] and envelope.messages([], "notes", "E") == []


def test_one_event_alone_is_understood_too() -> None:
    assert numbers(envelope.encode(row(7), "notes", "E")) == [7]


def test_what_is_no_event_is_told_apart_from_its_neighbours() -> None:
    good = orjson.loads(envelope.encode(row(1), "notes", "E"))
    events, undecodable = envelope.decode_message(orjson.dumps([good, {**good, "sequence": "x"}, 5, good]))
    assert [event.id for event in events] == ["e1", "e1"]
    assert [orjson.loads(part) for part, _reason in undecodable] == [{**good, "sequence": "x"}, 5]


def test_bytes_that_are_nothing_are_kept_whole_with_the_reason() -> None:
    for body in (b"\xff\xfe", b"", b"[", b"null", b"[" + b"1" * envelope.LARGEST_BYTES):
        events, [(kept, reason)] = envelope.decode_message(body)
        assert events == [] and kept == (b"null" if body == b"null" else body) and reason
