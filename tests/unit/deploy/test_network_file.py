"""A network's file is read with its lines; whatever is wrong in it is named, each with its line, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.demo import NETWORK
from deploy.network.checks import read_network
from deploy.network.document import INVALID_FILE, read_document
from services.chassis.i18n import LANGUAGES
from services.chassis.local import LocalProblem

CITY = "  - {name: Graz, country: AT, role: source, languages: [de], timezone: Europe/Vienna}\n"
OTHER = "  - {name: Linz, country: AT, role: receiving, languages: [de], timezone: Europe/Vienna}\n"


def complaints(tmp_path: Path, text: str) -> list[str]:
    """The lines of the refusal of a file with this text."""
    path = tmp_path / "network.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LocalProblem) as caught:
        read_network(path)
    assert caught.value.exit_code == INVALID_FILE
    assert "Nothing was loaded." in caught.value.advice
    return [line.strip() for line in caught.value.what.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["line 1: cities: This is missing."]),
        ("- a\n- b\n", ["line 1: This must be an object."]),
        ("cities: []\n", ["line 1: cities: At least 1 entry."]),
        ("cities:\n" + CITY + "towns: []\n", ["line 3: towns: There is no such field."]),
        ("cities:\n" + CITY + CITY, ["line 3: cities, entry 2, name: 'Graz' is there twice."]),
        ("cities:\n" + CITY + "cities:\n" + OTHER, ["line 3: cities: this is there twice."]),
        (
            "cities:\n" + CITY + "practices:\n  - {city: Wien}\n",
            ["line 4: practices, entry 1, city: there is no city 'Wien' in this file."],
        ),
        (
            "cities:\n" + CITY + "partnerships:\n  - city: Graz\n    name: A\n    lead: Nobody\n",
            ["line 6: partnerships, entry 1, lead: there is no organisation 'Nobody' in this file."],
        ),
        (
            "cities:\n" + CITY + OTHER + "transfers:\n  - {from: Graz, to: Linz}\n  - {from: Linz, to: Linz}\n",
            [
                "line 5: transfers, entry 1, from: Graz has no practice with publish: true in this file.",
                "line 6: transfers, entry 2, from: a practice comes from another city.",
            ],
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert complaints(tmp_path, text) == expected


def test_every_mistake_is_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = complaints(
        tmp_path,
        "cities:\n  - name: Graz\n    country: Austria\n    role: origin\n    timezone: Mars/Olympus\n"
        "organisations:\n  - name: A\n    kind: club\n    country: AT\n    city: Wien\n",
    )
    assert [line.split(": ")[0:2] for line in found] == [
        ["line 3", "cities, entry 1, country"],
        ["line 4", "cities, entry 1, role"],
        ["line 5", "cities, entry 1, timezone"],
        ["line 8", "organisations, entry 1, kind"],
        ["line 10", "organisations, entry 1, city"],
    ]


def test_a_field_that_is_missing_is_named_at_the_entry_that_lacks_it(tmp_path: Path) -> None:
    found = complaints(tmp_path, "cities:\n" + CITY + "  - name: Linz\n    role: source\n    timezone: Europe/Vienna\n")
    assert found == ["line 3: cities, entry 2, country: This is missing."]


def test_a_gathering_needs_one_kind_of_time(tmp_path: Path) -> None:
    times = "in_days: 3, starts_at: 2027-01-01T09:00:00Z"
    gathering = f"  - {{city: Graz, method: easw, title: {{en: A}}, capacity: 30, {times}}}\n"
    [found] = complaints(tmp_path, "cities:\n" + CITY + "gatherings:\n" + gathering)
    assert found.startswith("line 4: gatherings, entry 1, starts_at: Give either starts_at and ends_at")


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    [found] = complaints(tmp_path, "cities:\n  - {name: Graz\n")
    assert found.startswith("line 3: this is not YAML: ")


def test_a_file_that_stands_for_endless_data_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    pairs = zip("abcdefg", "bcdefgh", strict=True)
    levels = [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairs]
    path.write_text("a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(levels))
    with pytest.raises(LocalProblem, match="holds too much"):
        read_document(path)


def test_a_file_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "loop.yaml"
    path.write_text("cities: &a [*a]\n")
    with pytest.raises(LocalProblem, match="holds too much"):
        read_document(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "network.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LocalProblem, match="cannot be read"):
        read_network(path)


def test_norway_stays_a_country_and_a_day_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "network.yaml"
    path.write_text(
        "project: {acronym: X, title: Y, start: 2010-01-01}\n"
        "cities:\n  - {name: Oslo, country: NO, role: source, lat: 59.9, lon: 10.7, timezone: Europe/Oslo}\n"
    )
    network = read_network(path)
    assert (network["cities"][0]["country"], network["project"]["start"]) == ("NO", "2010-01-01")


def test_the_demonstration_says_illustration_wherever_it_is_made_up() -> None:
    network = read_network(NETWORK)
    words = {"en": "illustration", "it": "illustrazione", "de": "illustration", "fr": "illustration",
             "es": "ilustración", "hu": "illusztráció"}  # fmt: skip
    made_up = [entry for section in ("practices", "gatherings", "plans") for entry in network[section]]
    assert [entry["illustration"] for entry in [*made_up, *network["transfers"]]] == [True] * 8
    for entry in [*made_up, *network["services"]]:
        assert set(entry.get("title") or entry["name"]) == set(LANGUAGES)
        texts = [text for value in entry.values() if isinstance(value, dict) for text in value.items()]
        translated = [(language, text["text"]) for language, text in texts if language in words and "text" in text]
        assert [text for language, text in translated if words[language] not in text.lower()] == []
    assert all("illustration" in one["name"] for one in network["partnerships"])
