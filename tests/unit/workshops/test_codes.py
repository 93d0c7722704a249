"""Codes for people: read aloud in a room, typed on a phone."""

from services.workshops.codes import LETTERS, from_digest, new_code, typed


def test_a_code_is_read_as_it_was_meant() -> None:
    assert typed(" kc7-f4m ") == "KC7F4M"


def test_no_sign_of_a_code_is_taken_for_another() -> None:
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "6G", "UV", "MN"):
        assert len(set(alike) & set(LETTERS)) <= 1


def test_codes_are_made_of_these_signs_only() -> None:
    assert len(new_code(6)) == 6
    assert set(new_code(200)) <= set(LETTERS)


def test_a_digest_always_stands_for_the_same_code() -> None:
    assert from_digest(b"\x00" * 32, 4) == "3333"
    assert from_digest(b"\xff" * 32, 8) == from_digest(b"\xff" * 32, 8)
    assert from_digest(b"\x01" + b"\x00" * 31, 8) != from_digest(b"\x02" + b"\x00" * 31, 8)
