"""Counting requests in memory: windows begin, end and make room."""

from __future__ import annotations

import pytest

from gateway.limits import counters
from gateway.limits.counters import QuickCounters


class Time:
    """Seconds that the test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def quick(time: Time) -> QuickCounters:
    return QuickCounters(now=time)


def test_a_window_counts_and_ends(quick: QuickCounters, time: Time) -> None:
    assert [quick.count("a", 60) for _request in range(2)] == [(1, 60), (2, 60)]
    time.seconds += 59
    assert quick.count("a", 60) == (3, 1)
    time.seconds += 1
    assert quick.count("a", 60) == (1, 60)


def test_callers_are_counted_apart_and_can_be_forgiven(quick: QuickCounters) -> None:
    for key in ("a", "a", "b"):
        quick.count(key, 60)
    quick.forget("a")
    quick.forget("nobody")
    assert [quick.count(key, 60)[0] for key in ("a", "b", "c")] == [1, 2, 1]


def test_memory_is_bounded_and_what_still_counts_is_kept(
    quick: QuickCounters, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "_MOST", 100)
    for number in range(100):
        quick.count(str(number), 60 if number < 10 else 30)
    time.seconds += 40
    quick.count("late", 60)
    assert len(quick._windows) == 11
    assert quick.count("0", 60)[0] == 2
