"""Where stakeholders stand in the picture of power and interest."""

from services.website.staff.registry.grid import CELL, points


def stakeholder(power: int, interest: int) -> dict[str, int]:
    return {"power": power, "interest": interest}


def test_interest_goes_right_and_power_up() -> None:
    weak, strong = points([stakeholder(1, 1), stakeholder(5, 5)])
    assert 0 < weak.x < CELL and 4 * CELL < weak.y < 5 * CELL
    assert 4 * CELL < strong.x < 5 * CELL and 0 < strong.y < CELL
    assert (weak.number, strong.number) == (1, 2)


def test_no_two_stand_at_the_same_place_and_a_full_cell_tells_how_many_more_there_are() -> None:
    found = points([stakeholder(3, 3)] * 12)
    assert len({(one.x, one.y) for one in found}) == len(found) == 9
    assert [one.more for one in found] == [0] * 8 + [3]
