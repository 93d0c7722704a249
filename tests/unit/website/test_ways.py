"""How far a transfer and an idea have come, as their pages draw it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.website.public.gatherings.views import days_of
from services.website.public.ideas.views import states
from services.website.public.names import name_of
from services.website.public.transfers.views import way

ROUND, RESULT = {"code": "K7P4W"}, {"votes": 3}
BEGUN = ["proposed", "screened", "understanding", "adapting", "re_using", "embedded"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", ["current", "todo", "todo", "todo", "todo", "todo"]),
        ("adapting", ["done", "done", "done", "current", "todo", "todo"]),
        ("embedded", ["done", "done", "done", "done", "done", "done"]),
    ],
)
def test_a_transfer_goes_its_way_in_order(state: str, expected: list[str]) -> None:
    assert way(state) == list(zip(BEGUN, expected, strict=True))


def test_a_transfer_can_end_otherwise() -> None:
    assert way("partly_embedded") == [*((one, "done") for one in BEGUN[:-1]), ("partly_embedded", "current")]
    assert way("abandoned") == [("proposed", "done"), ("abandoned", "current")]


def measure(**more: Any) -> dict[str, Any]:
    """A measure with no money and nothing reported."""
    return {"budget": [], "indicators": [], "state": "planned", **more}


def test_an_idea_comes_further_with_each_part_of_its_thread() -> None:
    reported = [{"current": 3.0}]
    assert states(None, None, []) == {"vote": "todo", "measure": "todo", "budget": "todo", "result": "todo"}
    assert states(ROUND, None, [])["vote"] == "current"
    assert states(ROUND, RESULT, [])["vote"] == "done"
    assert states(None, None, [measure()]) == {"vote": "done", "measure": "done", "budget": "todo", "result": "todo"}
    assert states(ROUND, RESULT, [measure(budget=["a line"])])["budget"] == "done"
    assert states(ROUND, RESULT, [measure(indicators=reported)])["result"] == "current"
    assert states(ROUND, RESULT, [measure(indicators=reported, state="completed")])["result"] == "done"


def test_a_code_that_we_do_not_know_yet_is_readable() -> None:
    assert name_of("kind", "ngo") == "Non-governmental organisation"
    assert name_of("kind", "night_school") == "Night school"


def test_the_days_of_a_gathering_are_those_where_people_meet() -> None:
    midnight = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    gathering = {"starts_at": midnight, "ends_at": midnight + timedelta(hours=24), "timezone": "Europe/Rome"}
    assert days_of(gathering) == [date(2027, 3, 1), date(2027, 3, 2)]
    assert days_of({**gathering, "timezone": "UTC"}) == [date(2027, 2, 28), date(2027, 3, 1)]
