"""What in free text names a person, and what only looks so."""

import pytest

from services.support.identifiers import kinds_of_identifiers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to amina.k@example.org, please", "email"),
        ("Call +39 095 123 4567 after six", "phone"),
        ("Tel. 0033 3 28 12 34 56", "phone"),
        ("(030) 123-456-78", "phone"),
        ("Codice fiscale RSSMRA85T10A562S", "codice_fiscale"),
        ("DNI 12345678Z", "dni_nie"),
        ("NIE: x1234567l", "dni_nie"),
        ("Steuer-ID 86 095 742 719", "steuer_id"),
        ("NIR 2 55 08 14 168 025 38", "nir"),
        ("en Corse, 1 80 01 2A 004 005 64", "nir"),
        ("TAJ 123 456 788", "taj"),
    ],
)
def test_it_finds_what_names_a_person(text: str, kind: str) -> None:
    assert kinds_of_identifiers(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The plan runs 2026-2029 and costs 1.250.000 EUR",
        "Meet on 2026-11-24 at 09:30, or on 24.11.2026",
        "Regulation (EU) 2021/1057, grant 504814-LLP-1-2009",
        "RSSMRA85T10A562X is not a code: its last letter is wrong",
        "12345678A has the wrong letter",
        "@example on the social network",
    ],
)
def test_it_leaves_ordinary_figures_alone(text: str) -> None:
    assert kinds_of_identifiers(text) == []


def test_it_names_each_kind_once_in_a_fixed_order() -> None:
    text = "TAJ 123 456 788, a@example.org, b@example.org, +36 1 234 5678"
    assert kinds_of_identifiers(text) == ["email", "taj", "phone"]
