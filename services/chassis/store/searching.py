"""From what somebody types to what the store is asked: ranks, each holding the one before. Nothing is read here.

The ranks of a search: every word stands whole in the name; every word begins one of the name; every word begins one of
any field; every word does so or is misspelt, or has another ending than what it should find. Within a rank short names
come first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from bson.regex import Regex

from services.chassis.store.folding import (
    AND,
    BESIDES,
    LONG_PAIR,
    SHORT_PAIR,
    WHOLE,
    longest_kept,
    pair,
    words_of,
)

MOST_WORDS = 8
FEW = 10
"""With fewer than so many finds, misspelt words are thought of."""
ORDER = ("name_length", "_id")

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


def condition(rank: Forms, keys: Set[str] | None = None) -> Filter:
    """That a document has one of the forms of each word.

    What has one of `keys` is looked up: a pair of two of the words, unless others are named. The rest is held against
    it. Left to itself the store would try each word, and walk through all that has it.
    """
    looked_up = lookup_keys(rank) if keys is None else keys
    held = [forms for forms in rank if {*forms} != looked_up]
    return {"$and": [{"words": {"$in": sorted(looked_up)}}, *map(_unseen, held)]}


def _unseen(forms: Sequence[str]) -> Filter:
    """That one of `forms` is there: behind two negations the store does not see that an index could tell."""
    return {"$nor": [{"$nor": [{"words": {"$in": [_kept(form) for form in forms]}}]}]}


def lookup_keys(rank: Forms) -> set[str]:
    """Of a document's `words` those that lead to a rank: pairs of its two longest words, or those of its only one."""
    longest = _longest_first(rank)
    for one, other in combinations(longest, 2):
        both = list(product(map(_bare, one), map(_bare, other)))
        if not any(first.startswith(second) or second.startswith(first) for first, second in both):
            letters = LONG_PAIR if min(len(word) for words in both for word in words) >= LONG_PAIR else SHORT_PAIR
            return {pair(*words, letters) for words in both}
    return keys_of_longest(longest)  # one word of the document may be both that are asked for


def are_short_pairs(keys: Set[str]) -> bool:
    """Whether they are pairs of the first letters of two words."""
    return all(AND in key and len(key) == SHORT_PAIR + len(AND) + SHORT_PAIR for key in keys)


def keys_of_longest(rank: Forms) -> set[str]:
    """Of a document's `words` those that lead to the longest word of a rank."""
    return {_lookup_key(form) for form in _longest_first(rank)[0]}


def _longest_first(rank: Forms) -> Forms:
    return sorted(rank, key=lambda forms: -min(len(_bare(form)) for form in forms))


def _bare(form: str) -> str:
    return form.removeprefix(BESIDES).removesuffix(WHOLE)


def _lookup_key(form: str) -> str:
    """A form may be a longer beginning than is kept."""
    if form.endswith(WHOLE):
        return form
    return BESIDES + longest_kept(form[1:]) if form.startswith(BESIDES) else longest_kept(form)


def _kept(form: str) -> Any:
    """What `form` is held against: the whole words, if it is a longer beginning than any that is kept.

    Not a pattern of Python's: that carries a flag for Unicode, which the store would heed.
    """
    return form if form == _lookup_key(form) else Regex("^" + re.escape(form))


def without_ending(word: str) -> str | None:
    """What is left of a word of six letters and more when an ending of its language is let go: light stemming.

    "formazioni" finds "formazione", "Beratungen" the "Beratung", "képzések" the "képzés". None for a short word.
    """
    return None if len(word) < 6 or word.isdigit() else word[: -2 if len(word) < 8 else -3]
