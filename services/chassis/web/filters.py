"""Template filters: sentences with a link inside, texts kept in several languages, free text as paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from services.chassis.i18n import current_language


def with_parts(sentence: str, **parts: Any) -> Markup:
    """A translated sentence whose `%(name)s` places take markup: `_("Read %(guide)s.") | with_parts(guide=link)`.

    The sentence and every plain part are escaped.
    """
    return escape(sentence) % parts


def in_language(text: Mapping[str, Any] | str | None) -> str:
    """A Translated value ({"it": {"text": ...}}) in the reader's language, else English, else any; "" for None."""
    if not isinstance(text, Mapping):
        return text or ""
    for language in (current_language(), "en", *text):
        if language in text and text[language]["text"]:
            return str(text[language]["text"])
    return ""


def language_shown(text: Mapping[str, Any] | str | None, otherwise: str = "") -> str:
    """The tag of the language that `in_language` shows, for a lang attribute."""
    if not isinstance(text, Mapping):
        return otherwise
    return next((tag for tag in (current_language(), "en", *text) if tag in text and text[tag]["text"]), "")


def paragraphs(text: str | None) -> Markup:
    """Free text with its empty lines as paragraphs."""
    parts = [part.strip() for part in (text or "").replace("\r", "").split("\n\n") if part.strip()]
    return Markup("").join(Markup('<p class="govuk-body">{}</p>').format(part) for part in parts)


FILTERS = {
    "with_parts": with_parts,
    "in_language": in_language,
    "language_shown": language_shown,
    "paragraphs": paragraphs,
}
