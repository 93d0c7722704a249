"""The size rules of the methods: what blocks a start and what is only said."""

from services.workshops.gatherings.model import (
    DEFAULT_SIZES,
    Finding,
    Sizes,
    findings,
    findings_of_places,
    unreachable_quotas,
)

EASW = DEFAULT_SIZES["easw"]


def groups(residents: int, experts: int, administrators: int, business: int) -> dict[str, int]:
    return {
        "residents": residents, "experts": experts, "administrators": administrators, "business": business,
    }  # fmt: skip


def test_four_groups_of_eight_are_what_the_method_is_made_for() -> None:
    assert findings(EASW, groups(8, 8, 8, 8)) == []


def test_the_bounds_of_an_easw_lie_where_the_sources_put_them() -> None:
    assert findings(EASW, groups(4, 4, 4, 4)) == [Finding("warning", "rather_few", 16, 24)]
    assert findings(EASW, groups(6, 6, 6, 6)) == []
    assert findings(EASW, groups(9, 8, 8, 8)) == [Finding("warning", "rather_many", 33, 32)]
    assert findings(EASW, groups(10, 10, 10, 10)) == [Finding("warning", "rather_many", 40, 32)]
    assert findings(EASW, groups(11, 10, 10, 10)) == [Finding("block", "too_many", 41, 40)]


def test_a_role_group_below_four_blocks_and_is_named() -> None:
    assert findings(EASW, groups(8, 8, 8, 3)) == [
        Finding("block", "group_too_small", 3, 4, "business"),
        Finding("warning", "groups_uneven", 2.7, 1.5),
    ]


def test_blocks_come_before_warnings() -> None:
    found = findings(EASW, groups(9, 9, 9, 3))
    assert [(one.level, one.code) for one in found] == [
        ("block", "group_too_small"), ("warning", "groups_uneven"),
    ]  # fmt: skip
    found = findings(EASW, groups(5, 4, 4, 3))
    assert [(one.level, one.code) for one in found] == [
        ("block", "group_too_small"), ("warning", "rather_few"), ("warning", "groups_uneven"),
    ]  # fmt: skip


def test_a_gathering_may_set_sizes_of_its_own_or_none() -> None:
    assert findings(Sizes(), groups(1, 0, 0, 0)) == []
    assert findings(Sizes(block_below=2), groups(1, 0, 0, 0)) == [Finding("block", "too_few", 1, 2)]


def test_a_gopp_never_has_more_than_twenty() -> None:
    assert findings(DEFAULT_SIZES["gopp"], groups(6, 5, 5, 5)) == [Finding("block", "too_many", 21, 20)]


def test_no_quota_alone_may_exceed_the_capacity() -> None:
    assert unreachable_quotas(8, {"residents": 8, "experts": 8, "administrators": None}) == []
    assert unreachable_quotas(8, {"residents": 9, "experts": 8, "business": 10}) == ["residents", "business"]


def test_places_that_can_never_suffice_are_told_of_while_it_is_planned() -> None:
    assert findings_of_places(EASW, 32, groups(8, 8, 8, 4)) == []
    assert findings_of_places(EASW, 32, dict.fromkeys(groups(0, 0, 0, 0))) == []
    assert findings_of_places(EASW, 32, groups(8, 8, 8, 3)) == [
        Finding("warning", "quota_too_low", 3, 4, next(reversed(groups(0, 0, 0, 0)))),
    ]  # fmt: skip
    assert findings_of_places(EASW, 32, groups(4, 4, 4, 2))[1:] == [Finding("warning", "places_too_few", 14, 15)]
    assert findings_of_places(EASW, 14, groups(8, 8, 8, 8)) == [Finding("warning", "places_too_few", 14, 15)]
    assert findings_of_places(DEFAULT_SIZES["study_visit"], 2, groups(1, 1, 1, 1)) == []
