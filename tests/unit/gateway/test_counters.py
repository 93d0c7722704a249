"""Counting requests in memory: windows begin, end and make room."""

from __future__ import annotations

import time_machine

from gateway.limits import counters
from gateway.limits.counters import QuickCounters


def test_a_window_counts_and_ends() -> None:
    quick = QuickCounters()
    with time_machine.travel(1_000_000, tick=False) as clock:
        assert [quick.incr("a", 60) for _request in range(3)] == [1, 2, 3]
        assert (quick.get("a"), quick.get_expiry("a")) == (3, 1_000_060)
        clock.shift(60)
        assert (quick.get("a"), quick.incr("a", 60)) == (0, 1)


def test_callers_are_counted_apart_and_can_be_forgiven() -> None:
    quick = QuickCounters()
    quick.incr("a", 60)
    quick.incr("b", 60)
    quick.clear("a")
    assert (quick.get("a"), quick.get("b"), quick.get("c")) == (0, 1, 0)


def test_memory_is_bounded() -> None:
    quick = QuickCounters()
    with time_machine.travel(1_000_000, tick=False) as clock:
        for number in range(counters._MOST):
            quick.incr(str(number), 60 if number < 10 else 30)
        clock.shift(40)
        quick.incr("late", 60)
        assert (len(quick._windows), quick.get("0"), quick.get("late")) == (11, 1, 1)
