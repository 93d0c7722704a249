"""What the words in a cell stand for: our codes under their names in six languages, countries and languages by name.

"Asociación", "Verein" and "ngo" are the same kind. A word that nobody knows stays as it is, is listed as unknown, and
can be given a meaning by who imports (values.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Final

from services.chassis.i18n import LANGUAGES, N_, _, translator
from services.chassis.store import fold
from services.contracts.names import PERSON_ROLES, SERVICE_STATUSES
from services.registry.standards.hsds.names import NAMES

FLAG_NAMES: Final = {"true": N_("Yes"), "false": N_("No")}

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": NAMES["kinds"],
    "policy_areas": NAMES["policy_areas"],
    "themes": NAMES["themes"],
    "target_groups": NAMES["target_groups"],
    "role.role": PERSON_ROLES,
    "status": SERVICE_STATUSES,
    "takes_referrals": FLAG_NAMES,
}
"""The targets whose values are codes of ours, and what the codes are called."""

_EITHER: Final = re.compile(r" (?:or|o|oder|ou|vagy) |/")
"""What stands between two forms of a name: "Formatore o formatrice"."""

COUNTRIES: Final = ("country", "place.country", "site.country")
TONGUES: Final = ("languages", "language")
CODED: Final = (*CODES, *COUNTRIES, *TONGUES)


def choices(target: str) -> list[tuple[str, str]]:
    """The codes that a coded target can have, with their names in the reader's language."""
    return [(code, _(name)) for code, name in CODES.get(target, {}).items()]


def _said(names: Mapping[str, str]) -> dict[str, str]:
    """The codes by what they are called, folded, in every language; a name that two codes share is neither's."""
    found: dict[str, str] = {}
    for code, name in names.items():
        called = {code, *(translator(language).gettext(name) for language in LANGUAGES)}
        for word in {_plain(form) for one in called for form in (one, *_EITHER.split(one))}:
            if found.setdefault(word, code) != code:
                found[word] = ""
    return {word: code for word, code in found.items() if code}


def _plain(text: str) -> str:
    """The words alone: "Servizio per l'impiego" is written with either apostrophe."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


@lru_cache(maxsize=20)
def _words_of(target: str) -> dict[str, str]:
    return _said(CODES[target])


@lru_cache(maxsize=5000)
def _code(target: str, text: str) -> str:
    return text if text in CODES[target] else _words_of(target).get(_plain(text), text)


@lru_cache(maxsize=5000)
def _country(text: str) -> str:
    return _read(text, "country", _territories)


@lru_cache(maxsize=5000)
def _language(text: str) -> str:
    return _read(text, "language", _tongues)


def _read(text: str, kind: str, names: Callable[[], Mapping[str, str]]) -> str:
    """The code of a text that is one ("hu" is the name of a language too), or of a name; only then names are read."""
    from services.registry.imports.hsds import spellings  # decision 44: where it is used

    code: str | None = getattr(spellings, kind)(text)
    if code and (len(text) <= 3 or "-" in text):
        return code
    return names().get(fold(text)) or code or text


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    from babel import Locale

    return _by_name((Locale(language).territories for language in LANGUAGES), 2)


@lru_cache(maxsize=1)
def _tongues() -> dict[str, str]:
    from babel import Locale

    return _by_name((Locale(language).languages for language in LANGUAGES), 3)


def _by_name(tables: Iterable[Mapping[str, str]], longest: int) -> dict[str, str]:
    return {
        fold(name): code for table in tables for code, name in table.items() if code.isalpha() and len(code) <= longest
    }


def make_ready() -> None:
    """Read the names in all languages, which takes a second or two, before a transaction is begun that needs them."""
    for target in CODES:
        _words_of(target)
    _territories()
    _tongues()


READ: Final[Mapping[str, Callable[[str], str]]] = {
    **{target: partial(_code, target) for target in CODES},
    **dict.fromkeys(COUNTRIES, _country),
    **dict.fromkeys(TONGUES, _language),
}
"""What reads the words of each coded target."""
