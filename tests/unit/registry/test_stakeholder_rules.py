"""The rules of stakeholder analysis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registry.model import POLICY_AREAS
from services.registry.stakeholders import model

LEVELS = st.integers(model.LEAST, model.MOST)


@pytest.mark.parametrize(
    ("power", "interest", "concerned", "strategy"),
    [
        (5, 5, False, "manage_closely"),
        (4, 4, True, "manage_closely"),
        (4, 3, False, "keep_satisfied"),
        (3, 4, False, "keep_informed"),
        (3, 4, True, "empower"),
        (3, 3, True, "monitor"),
    ],
)
def test_the_field_of_the_grid_advises_how_to_deal_with_somebody(
    power: int, interest: int, concerned: bool, strategy: str
) -> None:
    assert model.strategy(power, interest, concerned) == strategy


@given(LEVELS, LEVELS)
def test_only_those_with_interest_and_no_power_are_dealt_with_otherwise_when_they_are_concerned(
    power: int, interest: int
) -> None:
    same = model.strategy(power, interest, True) == model.strategy(power, interest, False)
    assert same != (power < model.HIGH <= interest)


def test_a_second_judgement_of_a_day_corrects_the_first() -> None:
    first = model.judged([], {"day": "2026-01-01", "power": 1})
    assert model.judged(first, {"day": "2026-01-01", "power": 2}) == [{"day": "2026-01-01", "power": 2}]


def test_judgements_follow_each_other() -> None:
    kept = model.judged(model.judged([], {"day": "2026-01-01"}), {"day": "2026-02-01"})
    assert [one["day"] for one in kept] == ["2026-01-01", "2026-02-01"]
    with pytest.raises(model.OlderThanTheLast):
        model.judged(kept, {"day": "2026-01-15"})


def test_a_gap_is_where_nobody_has_a_high_interest() -> None:
    stakeholders = [
        {"role_group": "residents", "policy_areas": ["housing"], "interest": 4},
        {"role_group": "business", "policy_areas": ["employment"], "interest": 3},
    ]
    assert model.gaps(stakeholders, POLICY_AREAS) == {
        "role_groups": ["experts", "administrators", "business"],
        "policy_areas": ["training_and_education", "employment", "entrepreneurship", "intercultural_issues"],
    }
