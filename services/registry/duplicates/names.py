"""Reading names: the words that tell who is meant, and the keys by which a record is found among a million.

Two records are compared only if they share a key. Keys are made so that one misspelt, dropped, moved or translated word
leaves another key as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, Final
from urllib.parse import urlsplit

from services.chassis.store import fold
from services.registry.duplicates.words import CANONICAL, GENERIC, LEGAL_FORMS, LEGAL_PHRASES, SMALL_WORDS

MOST_WORDS: Final = 5
"""The words of a name that make keys: those of its own first, then the longest."""
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}|\b(?:[^\W\d_]\.){1,}[^\W\d_]\b\.?")
_LONG: Final = [word for word in CANONICAL if len(word) >= 5]
_WRITTEN_OUT: Final = [*LEGAL_PHRASES, "incorporated", "corporation"]
_ALIKE: Final = 0.88
_WORD = re.compile(r"[^\W_]+")
_LEGAL_PHRASE = re.compile(r"\b(?:" + "|".join(sorted(LEGAL_PHRASES, key=len, reverse=True)) + r")\b")
_USUAL_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(?:/|$)")
_NOT_OWN: Final = frozenset({
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "libero.it", "gmx.de", "web.de", "facebook.com",
})  # fmt: skip
"""Hosts that many share: to have one in common says nothing."""


@lru_cache(maxsize=5_000)
def spoken(name: str) -> tuple[tuple[str, str], ...]:
    """The words of a name in their order, without legal forms and small words: as written, and in English.

    "Società Alfa S.p.A. di Firenze" gives (("societa", "company"), ("alfa", "alfa"), ("firenze", "florence")).
    """
    plain = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", fold(name))
    words = _without_legal_phrases(_WORD.findall(_LEGAL_PHRASE.sub(" ", " ".join(_WORD.findall(plain)))))
    told = [word for word in words if word not in LEGAL_FORMS and word not in SMALL_WORDS] or words or [plain.strip()]
    return tuple((word, _in_english(word)) for word in told)


def telling_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell who is meant, each in its English form if it has one."""
    return tuple(meaning for _word, meaning in spoken(name))


def _without_legal_phrases(words: list[str]) -> list[str]:
    """The words without a written-out legal form at their end that is misspelt a little."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for length in (5, 4, 3, 2, 1):
        tail = " ".join(words[-length:])
        if len(words) <= length or len(tail) < 10:
            continue
        if not (phrases := _about_as_long(len(tail))):
            continue
        if process.extractOne(tail, phrases, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE):
            return words[:-length]
    return words


@cache
def _about_as_long(length: int) -> list[str]:
    """The written-out legal forms that a text of this length can be alike at all."""
    return [one for one in _WRITTEN_OUT if abs(len(one) - length) <= (1 - _ALIKE) * max(len(one), length) + 0.01]


@lru_cache(maxsize=50_000)
def _in_english(word: str) -> str:
    """The English form of a word that many names have, though it be misspelt a little; else the word itself."""
    if word in CANONICAL or len(word) < 6 or word.isdecimal():
        return CANONICAL.get(word, word)
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(word, _LONG, scorer=OSA.normalized_similarity, score_cutoff=0.85)
    return CANONICAL[near[0]] if near else word


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What misspelling seldom touches: the first letter and the consonants, without doubles ("catania" is "ctn")."""
    if word.isdecimal():
        return word
    sounds = word.replace("ph", "f").replace("y", "i").replace("ck", "k").replace("c", "k").replace("w", "v")
    rest = re.sub("[aeiouh]", "", sounds[1:])
    return re.sub(r"(.)\1+", r"\1", sounds[:1] + rest) or word


def acronyms(sheet: Mapping[str, Any]) -> set[str]:
    """How it may be called for short: its short name, the initials of its name, or its name where that is short."""
    name = sheet.get("name") or ""
    words = [word for word in _WORD.findall(fold(name)) if word not in SMALL_WORDS and word not in LEGAL_FORMS]
    initials = "".join(word[0] for word in words)
    short = "".join(_WORD.findall(fold(sheet.get("short_name") or "")))
    alone = words[0] if len(words) == 1 and len(words[0]) <= 7 else ""
    return {one for one in (short, initials, alone) if len(one) >= 3}


def identifiers(sheet: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(scheme, value) of whatever identifies it elsewhere, letters and digits alone; where it was imported from too."""
    found: set[tuple[str, str]] = set()
    for one in [*(sheet.get("identifiers") or [])]:
        scheme, value = f"{one.get('scheme') or ''}{one.get('country') or ''}", str(one.get("value") or "")
        found.add((scheme, "".join(re.findall("[a-z0-9]", value.casefold()))))
    return {(scheme, value) for scheme, value in found if len(value) >= 4}


def host(sheet: Mapping[str, Any]) -> str | None:
    """The host of its web page, or of its e-mail address; None where many share it."""
    site = _host_of(sheet.get("website") or "")
    mail = (sheet.get("email") or "").rpartition("@")[2].casefold()
    return next((one for one in (site, mail) if one and one not in _NOT_OWN), None)


def _host_of(address: str) -> str:
    """The host of a web address without "www."; that of a usual address is read without parsing the whole."""
    plain = _USUAL_ADDRESS.match(address)
    return (plain[1].lower() if plain else urlsplit(address).hostname or "").removeprefix("www.")


def place(sheet: Mapping[str, Any]) -> str:
    """The town where it is, in one spelling; empty where nothing is known."""
    town = sheet.get("seat") or sheet.get("city") or ""
    return "".join(telling_words(town)) if town else ""


def match_keys(sheet: Mapping[str, Any]) -> list[str]:
    """The keys of a sheet, the most telling first, to be stored in an indexed field. Never more than about 30."""
    words, town, country = telling_words(sheet["name"]), place(sheet), sheet.get("country") or ""
    whole = "".join(sorted(skeleton(word) for word in set(words)))
    keys = [f"i:{scheme}:{value}" for scheme, value in sorted(identifiers(sheet))]
    keys += [f"h:{found}"] if (found := host(sheet)) else []
    keys += [f"n:{whole}:{skeleton(town)}", f"n:{whole}"]
    keys += [f"a:{short}:{country}" for short in sorted(acronyms(sheet))]
    chosen = sorted(set(words), key=lambda word: (word in GENERIC, -len(word), word))[:MOST_WORDS]
    bones = sorted({skeleton(word)[:5] for word in chosen} | ({skeleton(town)[:5]} if town else set()))
    keys += [f"p:{one}:{other}" for one, other in combinations(bones, 2)]
    keys += [f"t:{word[:4]}:{country}" for word in chosen if word not in GENERIC and len(word) >= 5]
    keys += [f"e:{word[-4:]}:{country}" for word in chosen if word not in GENERIC and len(word) >= 5]
    return list(dict.fromkeys(keys))
