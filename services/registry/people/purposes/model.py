"""The rules of purposes of consent. Imports the standard library only.

A purpose is known by its code on the sheet of a person, and by its city and code in the store. Nobody changed one that
every city begins with: it has version 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import Any, Final

MOST: Final = 30
NOBODYS: Final = "_"
"""Stands for the city of those who work for the whole network; no city is called so."""

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "newsletter": {
        "en": "The newsletter", "it": "La newsletter", "de": "Der Newsletter", "fr": "La lettre d’information",
        "es": "El boletín informativo", "hu": "A hírlevél",
    },
    "photos": {
        "en": "Photographs being published", "it": "La pubblicazione di fotografie",
        "de": "Die Veröffentlichung von Fotos", "fr": "La publication de photographies",
        "es": "La publicación de fotografías", "hu": "Fényképek közzététele",
    },
    "stories": {
        "en": "Their story being told", "it": "Il racconto della propria storia",
        "de": "Dass ihre Geschichte erzählt wird", "fr": "Le récit de son histoire",
        "es": "Que se cuente su historia", "hu": "A történetük elmesélése",
    },
}  # fmt: skip
"""What every city begins with: what can be done without (DOMAIN g)."""


def id_of(city: str | None, code: str) -> str:
    """By what the purpose of a city is found."""
    return f"{city or NOBODYS}.{code}"


def parted(id: str) -> tuple[str | None, str]:
    """The city and the code of a purpose."""
    city, _dot, code = id.partition(".")
    return (None if city == NOBODYS else city), code


def default(city: str | None, code: str) -> dict[str, Any]:
    """A purpose as every city begins with it. KeyError for another code."""
    title = {
        language: {"text": text, "status": "original" if language == "en" else "human"}
        for language, text in TITLES[code].items()
    }
    return {
        "_id": id_of(city, code), "version": 0, "city": city, "code": code, "title": title, "retired": False,
    }  # fmt: skip


def purposes_of(city: str | None, kept: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every purpose of a city: what it begins with, as it was changed, then what it added."""
    changed = {one["code"]: dict(one) for one in kept}
    begun = [changed.get(code) or default(city, code) for code in TITLES]
    return begun + [one for code, one in changed.items() if code not in TITLES]


def codes(wanted: str) -> Iterator[str]:
    """`wanted`, then with a number that makes it another one, without those that every city begins with."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return (code for code in chain([wanted], numbered) if code not in TITLES)
