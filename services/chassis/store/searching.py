"""From what somebody types to what the store is asked: ranks, each holding the one before. Nothing is read here.

The ranks of a search: every word stands whole in the name; every word begins one of the name; every word begins one of
any field; every word does so or is misspelt, or has another ending than what it should find. Within a rank short names
come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product, starmap
from typing import Any

from services.chassis.store.folding import BESIDES, PAIRED, SHORTER, WHOLE, pair, unpaired, words_of

MOST_WORDS = 8
FEW = 10
"""With fewer than so many finds, misspelt words are thought of."""
SEVERAL = 200
"""A word that fewer documents have is rare: it is looked up alone, for a pair knows but four letters of it."""
ORDER = ("name_length", "_id")
BY_WORDS = [(key, 1) for key in ("words", *ORDER)]
"""The index that every searched collection has."""

Filter = Mapping[str, Any]
Forms = Sequence[Sequence[str]]
"""For each word what it may stand as: whole (a sign after it), as a beginning, in another field (a sign before it)."""


@dataclass(frozen=True)
class Search:
    """The ranks, the best first. `corrected` is what was probably meant, where what was typed finds nothing."""

    ranks: tuple[Filter, ...]
    corrected: str | None = None

    @property
    def whole(self) -> Filter:
        """The condition for everything that is found."""
        return self.ranks[-1]

    def rank(self, place: int) -> Filter:
        """The condition for what is found in this rank and in none before."""
        return {"$and": [self.ranks[place], {"$nor": [self.ranks[place - 1]]}]} if place else self.ranks[0]


def typed_words(text: str | None) -> list[str]:
    """The words of a query, the first eight."""
    return words_of(text)[:MOST_WORDS]


def exactly(words: Sequence[str]) -> list[Forms]:
    """The ranks in which nothing is misspelt."""
    return [
        [[word + WHOLE] for word in words],
        [[word] for word in words],
        [[word, BESIDES + word] for word in words],
    ]


def roughly(words: Sequence[str], corrections: Mapping[str, Sequence[str]]) -> Forms:
    """The last rank: each word as it is typed, corrected, or without its ending."""
    return [_rough_forms(word, corrections.get(word, ())) for word in words]


def _rough_forms(word: str, corrected: Sequence[str]) -> list[str]:
    beginnings = [word, *([stem] if (stem := without_ending(word)) else [])]
    return [place + form for place in ("", BESIDES) for form in (*beginnings, *(one + WHOLE for one in corrected))]


def somewhere(text: str | None) -> Filter | None:
    """The condition that each word of `text` begins one of any field; None for a text without words."""
    words = typed_words(text)
    return condition(exactly(words)[-1]) if words else None


def condition(rank: Forms, rare: int | None = None) -> Filter:
    """That a document has one of the forms of each word.

    A pair of two of the words is looked up, or the word at the place `rare`, and the rest held against what has it.
    Left to itself the store would try each word, and walk through all that has it.
    """
    keys = lookup_keys(rank) if rare is None else {*rank[rare]}
    held = sorted((forms for forms in rank if {*forms} != keys), key=_letters, reverse=True)
    return {"$and": [{"words": {"$in": sorted(keys)}}, *map(_unseen, held)]}


def _unseen(forms: Sequence[str]) -> Filter:
    """That one of `forms` is there: behind two negations the store does not see that an index could tell."""
    return {"$nor": [{"$nor": [{"words": {"$in": [*forms]}}]}]}


def lookup_keys(rank: Forms) -> set[str]:
    """Of a document's `words` those that lead to a rank: pairs of its longest word and another one, or that word alone.

    Alone, where one word of the document may be both that are asked for, and where none has letters enough for a pair.
    """
    longest, *others = sorted(rank, key=lambda forms: -_letters(forms))
    for other in others:
        both = list(product(longest, other))
        if _letters(longest) >= PAIRED and not any(starmap(_may_be_one, both)):
            kept = next(letters for letters in (PAIRED, *SHORTER) if _letters(other) >= letters)
            pairs = {_place(one, second) + pair(_bare(one), _bare(second)[:kept]) for one, second in both}
            return pairs | {_place(form) + unpaired(_bare(form)) for form in longest}
    return {*longest}


def _place(*forms: str) -> str:
    return BESIDES if any(form.startswith(BESIDES) for form in forms) else ""


def _letters(forms: Sequence[str]) -> int:
    return min(len(_bare(form)) for form in forms)


def _may_be_one(form: str, other: str) -> bool:
    """Whether one word of a document may stand as both: a whole word is no beginning of a longer one."""
    shorter, longer = sorted((form, other), key=lambda one: len(_bare(one)))
    ends = shorter.endswith(WHOLE) and len(_bare(shorter)) < len(_bare(longer))
    return _bare(longer).startswith(_bare(shorter)) and not ends


def _bare(form: str) -> str:
    return form.removeprefix(BESIDES).removesuffix(WHOLE)


def without_ending(word: str) -> str | None:
    """What is left of a word of six letters and more when an ending of its language is let go: light stemming.

    "formazioni" finds "formazione", "Beratungen" the "Beratung", "képzések" the "képzés". None for a short word.
    """
    return None if len(word) < 6 or word.isdigit() else word[: -2 if len(word) < 8 else -3]
