"""What in a text that everybody is going to read leads to a person, and what does not."""

import pytest

from services.registry.traces.finding import traces_in

HARMLESS = (
    "On 2026-03-01 from 17:00 to 18:30 the table voted 12-3. We spend 150.000 EUR of 1 234 567 in 2014-2020. "
    "VAT IT00743110157, CCI 2021IT65AMPR001, postcode 95124 Catania, 24000 people, room 1234."
)


@pytest.mark.parametrize(
    ("line", "country", "written"),
    [
        ("Write to ada.conti@example.org.", "IT", ["ada.conti@example.org"]),
        ("Ada: 095 730 1111", "IT", ["095 730 1111"]),
        ("Ada: +39 333 123 4567, or +36 1 234 5678", "HU", ["+39 333 123 4567", "+36 1 234 5678"]),
        ("Ada, rssmra85t10a562s", "IT", ["rssmra85t10a562s"]),
        ("DNI 12345678Z and NIE X1234567L", "ES", ["12345678Z", "X1234567L"]),
        ("NIR 2 55 08 14 168 025 38", "FR", ["2 55 08 14 168 025 38"]),
        ("IdNr. 36 574 261 809", "DE", ["36 574 261 809"]),
        ("TAJ 111 111 110", "HU", ["111 111 110"]),
        ("DNI 12345678A has wrong check digits", "ES", []),
        *((HARMLESS, country, []) for country in ("IT", "DE", "FR", "ES", "HU", None)),
    ],
)
def test_what_leads_to_a_person_is_found_and_nothing_else(line: str, country: str, written: list[str]) -> None:
    assert [one["written"] for one in traces_in([{"name": "Minutes", "text": line}], country)] == written


def test_it_is_said_in_which_line_of_which_text() -> None:
    texts = [{"name": "Agenda", "text": "Welcome"}, {"name": "Minutes", "text": "Welcome\nask ada@example.org"}]
    assert traces_in(texts, None) == [{"name": "Minutes", "line": 2, "kind": "email", "written": "ada@example.org"}]
