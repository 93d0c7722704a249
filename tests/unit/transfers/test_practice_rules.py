"""When a practice sheet may be published."""

import pytest

from services.transfers.practices.model import NEEDED, missing_for_publication

COMPLETE = {field: ["something"] for field in NEEDED}


def test_a_complete_sheet_lacks_nothing():
    assert missing_for_publication(COMPLETE) == []


@pytest.mark.parametrize("field", NEEDED)
def test_each_needed_field_is_missed_when_empty(field):
    assert missing_for_publication({**COMPLETE, field: []}) == [field]


def test_missing_fields_come_in_the_order_of_the_form():
    assert missing_for_publication({}) == list(NEEDED)
