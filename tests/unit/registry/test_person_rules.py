"""The rules about people and their roles."""

import pytest

from services.registry.people import model


@pytest.mark.parametrize(
    ("since", "until", "in_order"),
    [
        ("2026-01-01", "2026-01-01", True),
        ("2026-01-02", "2026-01-01", False),
        (None, "2026-01-01", True),
        ("2026-01-01", None, True),
    ],
)
def test_a_role_does_not_end_before_it_begins(since: str | None, until: str | None, in_order: bool) -> None:
    assert model.role_is_in_order({"since": since, "until": until}) is in_order


def test_the_family_name_comes_first_in_hungarian() -> None:
    assert model.full_name("Anna", "Kovács", "hu") == "Kovács Anna"
    assert model.full_name("Anna", "Rossi", "it") == "Anna Rossi"
