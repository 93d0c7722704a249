"""Folding of text for search: case, accents and punctuation do not count. What is kept of a word to find it by.

A searched document keeps in `words` each word and its beginnings, so that a search is a look-up of what was typed and
no walk through an index. How a query is made of it is in searching.py, what is done for misspelt words in spelling.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Any

_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
_FIRST_COMBINING = "\u0300"
_ACCENTS = re.compile("[\u0300-\u036f]+")
"""Most that combine. All that do are looked for, sign by sign, where these leave more than ASCII."""
WHOLE, BESIDES, AND = " ", "/", "+"
"""The sign after a whole word, that before what comes from another field than the name, and that between two words."""
PAIRED = 4
SHORTER = (3, 2, 1)
"""So many letters are kept of a word in a pair, and of the other as many or fewer."""
MOST_PAIRED = 16
"""Words of a document. With more, in several languages or a long text, it is found by one long word of the pair."""


def fold(text: str) -> str:
    """`text` in small letters without accents: "Főváros" and "fovaros" fold alike."""
    if text.isascii():
        return text.lower()
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL)))
    if decomposed.isascii():
        return decomposed
    return "".join([sign for sign in decomposed if sign < _FIRST_COMBINING or not unicodedata.combining(sign)])


def words_of(*texts: str | None) -> list[str]:
    """The different folded words of `texts` in the order in which they come."""
    words = (word[:LONGEST_WORD] for text in texts if text for word in _WORD.findall(fold(text)))
    return list(dict.fromkeys(words))


def search_words(*texts: str | None) -> list[str]:
    """The different folded words of `texts`, to be stored in an indexed field and searched by their beginnings."""
    return sorted(words_of(*texts))


def tokens(names: Iterable[str | None], besides: Iterable[str | None] = ()) -> list[str]:
    """What a document is found by: words whole, by their beginnings and in pairs, marked unless from names alone."""
    named = words_of(*names)
    others = [word for word in words_of(*besides) if word not in named]
    found = {token for word in named for token in _forms(word)}.union(_pairs(named))
    elsewhere = {token for word in others for token in _forms(word)}.union(_pairs([*named, *others]))
    return sorted(found.union(BESIDES + token for token in elsewhere - found))


def _pairs(words: list[str]) -> Iterator[str]:
    if len(words) > MOST_PAIRED:
        yield from (unpaired(word) for word in words if len(word) >= PAIRED)
        return
    for one, other in permutations(words, 2):
        if len(one) >= PAIRED:
            yield from (pair(one, other[:letters]) for letters in (PAIRED, *SHORTER) if len(other) >= letters)


def pair(one: str, other: str) -> str:
    """What is kept for two words of a document, in whatever order they stand."""
    return AND.join(sorted((one[:PAIRED], other[:PAIRED])))


def unpaired(word: str) -> str:
    """What is kept for a word of a document that has too many of them for pairs."""
    return AND + word[:PAIRED]


def _forms(word: str) -> list[str]:
    return [*(word[:letters] for letters in range(1, len(word) + 1)), word + WHOLE]


def whole_words(found_by: Iterable[str]) -> set[str]:
    """The whole words among `tokens`, wherever they come from."""
    return {one[one[0] == BESIDES : -1] for one in found_by if one[-1] == WHOLE}


def searchable(document: dict[str, Any], *names: str | None, besides: Iterable[str | None] = ()) -> dict[str, Any]:
    """Write into `document` what it is found by (`words`), and by what a list of its kind is ordered."""
    folded = fold(names[0] or "") if names else ""
    document.update(words=tokens(names, besides), name_folded=folded, name_length=len(folded))
    return document
