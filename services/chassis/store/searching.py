"""From what somebody types to what the store is asked: ranks, each holding the one before. Nothing is read here.

The ranks of a search: every word stands whole in the name; every word begins one of the name; every word begins one of
any field; every word does so or is misspelt, or has another ending than what it should find. Within a rank short names
come first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bson.regex import Regex

from services.chassis.store.folding import BESIDES, LONGEST_BEGINNING, WHOLE, words_of

MOST_WORDS = 8
FEW = 10
"""With fewer than so many finds, misspelt words are thought of."""
ORDER = ("name_length", "_id")

Filter = Mapping[str, Any]


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


def exactly(words: Sequence[str]) -> list[Filter]:
    """The ranks in which nothing is misspelt. The store walks through the finds of the first word: give the rarest."""
    return [
        _each([[word + WHOLE] for word in words]),
        _each([[word] for word in words]),
        _each([[word, BESIDES + word] for word in words]),
    ]


def somewhere(text: str | None) -> Filter | None:
    """The condition that each word of `text` begins one of any field; None for a text without words."""
    words = typed_words(text)
    return exactly(sorted(words, key=len, reverse=True))[-1] if words else None


def roughly(words: Sequence[str], corrections: Mapping[str, Sequence[str]]) -> Filter:
    """The last rank: each word as it is typed, corrected, or without its ending."""
    return _each([_rough_forms(word, corrections.get(word, ())) for word in words])


def _rough_forms(word: str, corrected: Sequence[str]) -> list[str]:
    beginnings = [word, *([stem] if (stem := without_ending(word)) else [])]
    return [place + form for place in ("", BESIDES) for form in (*beginnings, *(one + WHOLE for one in corrected))]


def _each(words: Sequence[Sequence[str]]) -> Filter:
    """That a document has one of the forms of each word; those of the first are looked up, the others held against it.

    Left to itself the store would try which word is the rarest, at the cost of many searches, and keep to the first
    answer for all that are asked alike. Behind two negations it does not see that there would be an index.
    """
    first, *others = words
    keys = sorted({lookup_key(form) for form in first})
    held = others if keys == sorted(first) else words
    return {"$and": [{"words": {"$in": keys}}, *map(_unseen, held)]}


def _unseen(forms: Sequence[str]) -> Filter:
    return {"$nor": [{"$nor": [{"words": {"$in": [_kept(form) for form in forms]}}]}]}


def lookup_key(form: str) -> str:
    """The one of a document's `words` that leads to `form`, which may be a longer beginning than is kept."""
    kept = LONGEST_BEGINNING + len(BESIDES) if form.startswith(BESIDES) else LONGEST_BEGINNING
    return form if form.endswith(WHOLE) else form[:kept]


def _kept(form: str) -> Any:
    """What `form` is held against: the whole words, if it is a longer beginning than any that is kept.

    Not a pattern of Python's: that carries a flag for Unicode, which the store would heed.
    """
    return form if form == lookup_key(form) else Regex("^" + re.escape(form))


def without_ending(word: str) -> str | None:
    """What is left of a word of six letters and more when an ending of its language is let go: light stemming.

    "formazioni" finds "formazione", "Beratungen" the "Beratung", "képzések" the "képzés". None for a short word.
    """
    return None if len(word) < 6 or word.isdigit() else word[: -2 if len(word) < 8 else -3]
