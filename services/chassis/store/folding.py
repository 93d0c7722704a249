"""Folding of text for search: case, accents and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40


def fold(text: str) -> str:
    """`text` in small letters without accents: "Főváros" and "fovaros" fold alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def search_words(*texts: str | None) -> list[str]:
    """The different folded words of `texts`, to be stored in an indexed field and searched by their beginnings."""
    words = (word[:LONGEST_WORD] for text in texts if text for word in _WORD.findall(fold(text)))
    return sorted(set(words))
