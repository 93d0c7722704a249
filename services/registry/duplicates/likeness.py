"""How alike two sheets are: a score from 0 to 1 and the reasons. Reads nothing, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.registry.duplicates import names
from services.registry.duplicates.words import CANONICAL, GENERIC

ALIKE: Final = 0.8
"""From here on two sheets are shown to somebody as perhaps the same."""
REASONS: Final = ("identifier", "name", "acronym", "web_page", "place", "position")
_SAME_WORD, _SAME_LETTERS, _NEAR_DEGREES = 0.78, 0.87, 0.001
Word = tuple[str, str]
Words = Sequence[Word]
Sheet = Mapping[str, Any]


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 (nothing in common) to 1 (the same by every fact), and which facts speak for it."""

    score: float
    reasons: tuple[str, ...]


def likeness(one: Sheet, other: Sheet) -> Likeness:
    """How likely it is that two sheets describe one organisation.

    The words of the names count most, those of their own more than those that many have. An identifier in common
    settles it; two identifiers of one scheme, or two towns, that differ speak against it.
    """
    mine, theirs = dict(names.identifiers(one)), dict(names.identifiers(other))
    shared = {scheme for scheme in mine.keys() & theirs.keys() if mine[scheme] == theirs[scheme]}
    against = (mine.keys() & theirs.keys()) - shared
    name, acronym = _names(one, other), bool(names.acronyms(one) & names.acronyms(other))
    page = names.host(one) is not None and names.host(one) == names.host(other)
    there, elsewhere = _places(one, other)
    near = _near(one, other)
    score = max(name, 0.84 if acronym and not elsewhere and _one_is_short(one, other) else 0.0)
    if page:
        score = max(score, min(1.0, score + 0.5 * (1 - score))) if score >= 0.5 else score
    if elsewhere and not page:
        score *= 0.7
    if one.get("country") and other.get("country") and one["country"] != other["country"]:
        score *= 0.8
    if against:
        score *= 0.7
    if shared:
        score = max(score, 0.97)
    facts = (bool(shared), name >= ALIKE, acronym, page, there, near)
    return Likeness(round(score, 3), tuple(reason for reason, holds in zip(REASONS, facts, strict=True) if holds))


def _names(one: Sheet, other: Sheet) -> float:
    towns = {names.place(one), names.place(other)} - {""}
    left, right = (_without_town(names.spoken(sheet["name"]), towns) for sheet in (one, other))
    return max(_words(left, right), _letters(left, right))


def _without_town(words: Words, towns: set[str]) -> Words:
    """The words, but for the town that both sheets are in: one may say it and the other not."""
    left = tuple(word for word in words if not any(_similar(word[1], town) >= _SAME_WORD for town in towns))
    return left if left and len(towns) == 1 else words


def _letters(one: Words, other: Words) -> float:
    """How alike the letters are, in whatever order the words stand and however they are parted; 0 below 0.87.

    Numbers tell apart: "3" and "4" are not misspelt.
    """
    if sorted(word for word, _m in one if word.isdecimal()) != sorted(word for word, _m in other if word.isdecimal()):
        return 0.0
    ways = [("".join(word for word, _m in one), "".join(word for word, _m in other))]
    ways += [("".join(sorted(meaning for _w, meaning in one)), "".join(sorted(meaning for _w, meaning in other)))]
    alike = max(_similar(left, right) for left, right in ways)
    return alike if alike >= _SAME_LETTERS else 0.0


def _words(one: Words, other: Words) -> float:
    """The weight of the words that have a partner, among all, less what speaks against it."""
    left, right = list(dict.fromkeys(one)), list(dict.fromkeys(other))
    pairs = sorted((-_word(a, b), place, b) for place, a in enumerate(left) for b in right)
    lonely_left, lonely_right = dict(enumerate(left)), dict.fromkeys(right)
    together = 0.0
    for score, place, partner in pairs:
        if -score >= _SAME_WORD and place in lonely_left and partner in lonely_right:
            together += -score * (_weight(lonely_left.pop(place)) + _weight(partner))
            del lonely_right[partner]
    everything = sum(map(_weight, left)) + sum(map(_weight, right))
    return together / everything - _contradiction([*lonely_left.values()], [*lonely_right])


def _contradiction(left: Sequence[Word], right: Sequence[Word]) -> float:
    """What speaks against it: a number that one lacks, or a word on each side that the other says otherwise."""
    own = [[word for word in side if _weight(word) == 1] for side in (left, right)]
    numbers = any(word.isdecimal() for word, _meaning in (*left, *right))
    return 0.25 if numbers or (own[0] and own[1]) else 0.15 if left and right else 0.0


def _word(one: Word, other: Word) -> float:
    if one[1] == other[1]:
        return 1.0
    if one[0].isdecimal() or other[0].isdecimal() or {one[0], other[0]} <= CANONICAL.keys():
        return 0.0
    short, long = sorted((one[0], other[0]), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.9
    return _similar(one[0], other[0])


def _similar(one: str, other: str) -> float:
    if one == other:
        return 1.0
    from rapidfuzz.distance import OSA

    return float(OSA.normalized_similarity(one, other))


def _weight(word: Word) -> float:
    return 0.45 if word[1] in GENERIC or (len(word[0]) <= 3 and not word[0].isdecimal()) else 1.0


def _one_is_short(one: Sheet, other: Sheet) -> bool:
    return any(len(names.telling_words(sheet["name"])) == 1 and len(sheet["name"]) <= 10 for sheet in (one, other))


def _places(one: Sheet, other: Sheet) -> tuple[bool, bool]:
    """Whether both are in one town, and whether they are in different ones; neither where one is not known."""
    mine, theirs = names.place(one), names.place(other)
    if not mine or not theirs:
        return False, False
    same = _similar(mine, theirs) >= _SAME_WORD or mine in theirs or theirs in mine
    return same, not same


def _near(one: Sheet, other: Sheet) -> bool:
    pairs = [(one.get(axis), other.get(axis)) for axis in ("lat", "lon")]
    return all(a is not None and b is not None and abs(a - b) <= _NEAR_DEGREES for a, b in pairs)
