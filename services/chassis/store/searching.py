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
    """The ranks in which nothing is misspelt."""
    return [
        {"words": {"$all": [word + WHOLE for word in words]}},
        {"$and": [one for word in words for one in _begins(word)]},
        {"$and": [{"words": {"$in": [*_found(word), *_found(word, BESIDES)]}} for word in words]},
    ]


def roughly(words: Sequence[str], corrections: Mapping[str, Sequence[str]]) -> Filter:
    """The last rank: each word as it is typed, corrected, or without its ending."""
    return {"$and": [{"words": {"$in": _rough_forms(word, corrections.get(word, ()))}} for word in words]}


def _begins(word: str) -> list[Filter]:
    """Conditions that `word` begins a word of the name; the first leads to an index in the order of a rank."""
    short: list[Filter] = [{"words": word[:LONGEST_BEGINNING]}]
    return short if len(word) <= LONGEST_BEGINNING else [*short, {"words": _found(word)[0]}]


def _found(word: str, field: str = "") -> list[Any]:
    """What to look for among `words` for those that begin with `word`.

    Not a pattern of Python's: that carries a flag for Unicode, with which the store walks through the whole index.
    """
    return [field + word if len(word) <= LONGEST_BEGINNING else Regex("^" + re.escape(field + word))]


def _rough_forms(word: str, corrected: Sequence[str]) -> list[Any]:
    beginnings = [word, *([stem] if (stem := without_ending(word)) else [])]
    forms = [form for one in beginnings for form in _found(one)] + [one + WHOLE for one in corrected]
    besides = [form for one in beginnings for form in _found(one, BESIDES)]
    return [*forms, *besides, *(BESIDES + one + WHOLE for one in corrected)]


def without_ending(word: str) -> str | None:
    """What is left of a word of six letters and more when an ending of its language is let go: light stemming.

    "formazioni" finds "formazione", "Beratungen" the "Beratung", "képzések" the "képzés". None for a short word.
    """
    return None if len(word) < 6 or word.isdigit() else word[: -2 if len(word) < 8 else -3]
