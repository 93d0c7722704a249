"""Ids for the parts of a document."""

from services.transfers.parts import repeated, with_ids


def test_a_part_without_id_gets_the_first_free_one():
    parts = [{"title": "a"}, {"id": "part-1", "title": "b"}, {"id": None, "title": "c"}]
    assert [one["id"] for one in with_ids(parts, "part")] == ["part-2", "part-1", "part-3"]


def test_a_repeated_id_is_found_at_its_second_place():
    assert repeated([{"id": "a"}, {"id": "b"}, {"id": "a"}, {}, {}]) == [2]
