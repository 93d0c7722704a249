"""Public values of events as words for a reader: one line, in their language. Shared by mails and messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.i18n import SOURCE_LANGUAGE, current_language


def said(text: Mapping[str, Any] | str) -> str:
    """A text by language in the reader's, else English, else whichever there is; always one line."""
    if isinstance(text, str):
        return in_one_line(text)
    best = text.get(current_language()) or text.get(SOURCE_LANGUAGE) or next(iter(text.values()), {"text": ""})
    return in_one_line(best["text"])


def city_said(city: Mapping[str, Any]) -> str:
    """What a city is called in the reader's language, else its one plain name."""
    return in_one_line(city["names"].get(current_language(), {"text": city["name"]})["text"])


def in_one_line(value: Mapping[str, Any] | str) -> str:
    """A value as one line, so that no line break can come from it; a place is its name and address."""
    if isinstance(value, Mapping):
        value = ", ".join(part for part in (value["name"], value.get("address")) if part)
    return " ".join(value.split())
