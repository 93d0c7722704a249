"""A breaker opens after failures in a row, lets one try through now and then, and closes when one succeeds."""

from __future__ import annotations

import pytest

from gateway.proxy.breaker import Breaker


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
def opened(time: Time) -> Breaker:
    breaker = Breaker(failures=3, first_pause=1, longest_pause=3, now=time)
    for _failure in range(3):
        breaker.failed()
    return breaker


def test_a_failure_between_successes_opens_nothing(time: Time) -> None:
    breaker = Breaker(failures=2, now=time)
    for _round in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.lets_through()


def test_after_failures_in_a_row_nobody_gets_through_for_a_while(opened: Breaker, time: Time) -> None:
    assert not opened.lets_through()
    assert opened.seconds_until_next_try() == 1


def test_then_one_may_try_and_the_others_wait(opened: Breaker, time: Time) -> None:
    time.seconds += 1
    assert [opened.lets_through() for _caller in range(3)] == [True, False, False]


def test_a_try_that_succeeds_closes_it(opened: Breaker, time: Time) -> None:
    time.seconds += 1
    opened.lets_through()
    opened.failed()
    opened.succeeded()
    assert [opened.lets_through() for _caller in range(3)] == [True, True, True]
    for _failure in range(3):
        opened.failed()
    assert opened.seconds_until_next_try() == 1


def test_tries_that_fail_make_it_wait_longer_up_to_a_bound(opened: Breaker, time: Time) -> None:
    waits = []
    for _try in range(3):
        time.seconds += 10
        assert opened.lets_through()
        opened.failed()
        waits.append(opened.seconds_until_next_try())
    assert waits == [2, 3, 3]


def test_a_try_that_never_ends_does_not_keep_it_open_for_ever(opened: Breaker, time: Time) -> None:
    time.seconds += 1
    opened.lets_through()
    time.seconds += 1
    assert opened.lets_through()
