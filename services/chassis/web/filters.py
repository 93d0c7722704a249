"""Template filters: sentences with a link inside, texts kept in several languages, free text as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from services.chassis.formats import format_date
from services.chassis.i18n import current_language
from services.chassis.texts import out_of_date


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


def left_behind(text: Mapping[str, Any] | str | None) -> list[str]:
    """The languages of a Translated value whose translation is older than what it was made from."""
    return out_of_date(text) if isinstance(text, Mapping) else []


def language_shown(text: Mapping[str, Any] | str | None, otherwise: str = "") -> str:
    """The tag of the language that `in_language` shows, for a lang attribute."""
    if not isinstance(text, Mapping):
        return otherwise
    return next((tag for tag in (current_language(), "en", *text) if tag in text and text[tag]["text"]), "")


def paragraphs(text: str | None) -> Markup:
    """Free text with its empty lines as paragraphs."""
    parts = [part.strip() for part in (text or "").replace("\r", "").split("\n\n") if part.strip()]
    return Markup("").join(Markup('<p class="govuk-body">{}</p>').format(part) for part in parts)


class Day(NamedTuple):
    """One day of an agenda: its name, and what happens."""

    name: str
    entries: list[Mapping[str, Any]]


def groupby_day(items: Iterable[Mapping[str, Any]], zone: str) -> list[Day]:
    """Items with `starts_at`, in order, under the days they fall on in the event's zone."""
    days: list[Day] = []
    for item in items:
        name = format_date(item["starts_at"], "full", zone)
        if not days or days[-1].name != name:
            days.append(Day(name, []))
        days[-1].entries.append(item)
    return days


FILTERS = {
    "groupby_day": groupby_day,
    "with_parts": with_parts,
    "in_language": in_language,
    "language_shown": language_shown,
    "left_behind": left_behind,
    "paragraphs": paragraphs,
}
