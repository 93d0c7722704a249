"""How well duplicates are told from organisations that are only called alike."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

import pytest

from services.registry.duplicates.likeness import ALIKE, likeness
from services.registry.duplicates.names import match_keys, telling_words
from tests.unit.registry.held_out_names import NEAR_MISSES, held_out
from tests.unit.registry.labelled_names import HARD, Sheet, _sheet, originals, variants

COMMON = 40


def _found(sheets: list[Sheet]) -> set[tuple[int, int]]:
    """The pairs that share a key and are alike, as the store finds them."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, sheet in enumerate(sheets):
        for key in match_keys(sheet):
            holders[key].append(number)
    met = {pair for held in holders.values() if len(held) <= COMMON for pair in combinations(held, 2)}
    return {(one, other) for one, other in met if likeness(sheets[one], sheets[other]).score >= ALIKE}


@pytest.mark.parametrize(
    ("what", "names", "seed"), [("made with", originals, 20), ("held out", held_out, 41), ("held out", held_out, 97)]
)
def test_precision_and_recall_on_real_names(
    what: str, names: Callable[[], tuple[list[Sheet], list[str]]], seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, sheets, whose = random.Random(seed), [], []
    known, missing = names()
    for number, original in enumerate(known):
        written = [original, *variants(original, chance)]
        sheets += written
        whose += [number] * len(written)
    true = {(a, b) for a, b in combinations(range(len(sheets)), 2) if whose[a] == whose[b]}
    found = _found(sheets)
    precision, recall = len(found & true) / len(found), len(found & true) / len(true)
    with capsys.disabled():
        print(f"\n{what}: {len(known)} organisations written {len(sheets)} ways, {len(true)} true pairs:", end=" ")
        print(f"precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= 0.90
    if missing:
        pytest.skip(f"measured without ../shared/data: {', '.join(missing)}")


def test_a_variant_is_found_beside_its_original() -> None:
    """As on entry: the register holds each once, and somebody enters it again in other words."""
    chance, hits, tries = random.Random(3), 0, 0
    for original in originals()[0]:
        for variant in variants(original, chance):
            shares = set(match_keys(original)) & set(match_keys(variant))
            hits += bool(shares) and likeness(original, variant).score >= ALIKE
            tries += 1
    assert hits / tries >= 0.90


@pytest.mark.parametrize("names", [HARD, NEAR_MISSES])
def test_those_that_are_only_called_alike_are_no_duplicates(names: str) -> None:
    sheets = [_sheet(*line.split("|")) for line in names.strip().splitlines()]
    wrong = [(a["name"], b["name"]) for a, b in combinations(sheets, 2) if likeness(a, b).score >= ALIKE]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alfa S.p.A.", "ALFA Società per azioni"),
        ("Beta GmbH", "Beta Gesellschaft mit beschränkter Haftung"),
        ("Gamma Kft.", "Gamma Korlátolt Felelősségű Társaság"),
        ("Delta S.A.R.L.", "Delta"),
        ("Épsilon, S. L.", "Epsilon Sociedad Limitada"),
        ("Verein der Freunde e. V.", "Verein der Freunde"),
        ("Zeta onlus", "Zeta O.N.L.U.S."),
        ("Scuola di Firenze", "School of Florence"),
    ],
)
def test_legal_forms_and_languages_do_not_count(one: str, other: str) -> None:
    assert telling_words(one) == telling_words(other)


def test_what_speaks_for_it_is_named_and_what_speaks_against_it_weighs() -> None:
    here = {
        "name": "Arci Catania",
        "short_name": "Arci",
        "seat": "Catania",
        "country": "IT",
        "website": "https://www.arci.it/ct",
    }
    there = {**here, "name": "ARCI", "website": "http://arci.it"}
    assert likeness(here, there).reasons == ("name", "acronym", "web_page", "place")
    tax = {"identifiers": [{"scheme": "tax", "value": "IT 012.34"}]}
    same = likeness(
        {"name": "Alfa", **tax}, {"name": "Something else", "identifiers": [{"scheme": "tax", "value": "it01234"}]}
    )
    assert (same.score, same.reasons) == (0.97, ("identifier",))
    other = likeness({"name": "Alfa", **tax}, {"name": "Alfa", "identifiers": [{"scheme": "tax", "value": "99999"}]})
    assert other.score < ALIKE
