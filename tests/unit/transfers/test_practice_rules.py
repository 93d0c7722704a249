"""When a practice sheet may be published."""

import pytest

from services.transfers.practices.model import (
    NEEDED,
    missing_for_publication,
    name_components,
    repeated_components,
)

COMPLETE = {field: ["something"] for field in NEEDED}


def test_a_complete_sheet_lacks_nothing():
    assert missing_for_publication(COMPLETE) == []


@pytest.mark.parametrize("field", NEEDED)
def test_each_needed_field_is_missed_when_empty(field):
    assert missing_for_publication({**COMPLETE, field: []}) == [field]


def test_missing_fields_come_in_the_order_of_the_form():
    assert missing_for_publication({}) == list(NEEDED)


def test_components_without_id_get_the_first_free_one():
    components = [{"title": "a"}, {"id": "component-1", "title": "b"}, {"title": "c"}]
    assert [one["id"] for one in name_components(components)] == ["component-2", "component-1", "component-3"]


def test_a_repeated_component_is_found_at_its_second_place():
    assert repeated_components([{"id": "a"}, {"id": "b"}, {"id": "a"}, {}, {}]) == [2]
