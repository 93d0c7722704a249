"""Sentences in the reader's language: the marks, the catalogues, the language of the moment.

English is the source and stands in the code. Each package keeps its own `translations/<language>.po`; they
are read on first use and merged in memory: nothing has to be compiled. Dates and numbers live in `formats`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

SOURCE_LANGUAGE = "en"
LANGUAGES = {
    "en": "English",
    "it": "Italiano",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "hu": "Magyar",
}

_FRENCH_SPACE = re.compile(r" (?=[:;?!»])|(?<=«) ")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w%«])")
_ELIDING = ("it", "fr")
"""The languages whose words are joined by apostrophes: "l'ufficio", "l'école"."""

ROOT = Path(__file__).resolve().parents[2]

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


def current_language() -> str:
    """The language of the reader being answered."""
    return _language.get()


def set_language(language: str) -> None:
    """Answer in this language from now on, in this thread; an unknown one means English."""
    _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak this language inside the `with` block, then the former one again."""
    token = _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache(maxsize=1000)
def negotiate(accept_language: str, preferred: str | None = None) -> str:
    """The language to answer in: the preferred one if we speak it, else the best the header accepts."""
    if preferred in LANGUAGES:
        return str(preferred)
    for tag in _by_quality(accept_language):
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return SOURCE_LANGUAGE


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues without translating it yet (for tables built at import)."""
    return sentence


def _(sentence: str, **values: Any) -> str:
    """The sentence in the reader's language, its `%(name)s` places filled."""
    translated = translator(current_language()).gettext(sentence)
    return translated % values if values else translated


def n_(singular: str, plural: str, n: int, **values: Any) -> str:
    """The form of the sentence that fits the number n, with `%(n)s` and other places filled."""
    return translator(current_language()).ngettext(singular, plural, n) % {"n": n, **values}


@cache
def translator(language: str) -> gettext.NullTranslations:
    """All catalogues of one language as one; English needs none."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    from babel.support import Translations

    merged = Translations(BytesIO(_compiled(None)))
    for folder in catalogue_folders():
        path = folder / f"{language}.po"
        if path.exists():
            merged.merge(Translations(BytesIO(_compiled(path))))
    return merged


def catalogue_folders() -> list[Path]:
    """Every `translations` folder of the platform, the chassis's last so that shared words win."""
    found = [
        *ROOT.glob("services/*/translations"),
        *ROOT.glob("services/*/*/translations"),
        *ROOT.glob("gateway/translations"),
    ]
    return sorted(found, key=lambda folder: (folder.parent.name == "chassis", folder))


def _compiled(path: Path | None) -> bytes:
    """One .po file in the binary form that gettext reads; None gives an empty catalogue."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    if path is None:
        catalogue = Catalog()
    else:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.stem)
        _typeset(catalogue, path.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def _typeset(catalogue: Any, language: str) -> None:
    """Write what translators need not think of as it is printed: the apostrophe, and the space that French has before
    : ; ? ! and inside its quotes, where no line is broken.
    """
    for message in catalogue:
        forms = [message.string] if isinstance(message.string, str) else message.string
        kept = [_as_printed(form, language) for form in forms]
        message.string = kept[0] if isinstance(message.string, str) else tuple(kept)


def _as_printed(text: str, language: str) -> str:
    if language in _ELIDING:
        text = _APOSTROPHE.sub("’", text)
    return _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text


def _by_quality(accept_language: str) -> list[str]:
    """The tags of an Accept-Language header, best first, without refused (q=0) and unreadable ones."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _semicolon, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if tag and weight > 0:
            ranked.append((-weight, position, tag))
    return [tag for _weight, _position, tag in sorted(ranked)]
