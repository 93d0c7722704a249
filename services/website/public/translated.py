"""Which of a text's languages a reader gets, and the mark that says when it is not their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.i18n import SOURCE_LANGUAGE, _, current_language

Text = Mapping[str, Mapping[str, Any]] | str
_ILLUSTRATION = re.compile(r"illustra[tz]|ilustraci|illusztráci", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """A text as one reader sees it: the words, their language, and what must be said about the translation."""

    text: str
    language: str
    mark: str = ""

    def __str__(self) -> str:
        return self.text


def say(text: Text | None, language: str | None = None) -> Said | None:
    """The text in the reader's language, else its own, else English, else any; None when there is none.

    A plain string is in `language`. "Not translated" is said when the reader gets a foreign language, and machine
    translation is named as such (DOMAIN.md (g)).
    """
    if isinstance(text, str):
        text = {language or SOURCE_LANGUAGE: {"text": text, "status": "original"}}
    spoken = {tag: value for tag, value in (text or {}).items() if value.get("text")}
    if not spoken:
        return None
    reader = current_language()
    own = next((tag for tag, value in spoken.items() if value.get("status") == "original"), language)
    chosen = next(tag for tag in (reader, own, SOURCE_LANGUAGE, *spoken) if tag in spoken)
    return Said(spoken[chosen]["text"], chosen, _mark(chosen == reader, spoken[chosen].get("status")))


def is_illustration(thing: Mapping[str, Any]) -> bool:
    """Whether something was made up for a demonstration: its data carry the flag, or its title says so."""
    if thing.get("illustration"):
        return True
    title = thing.get("title") or {}
    texts = [title] if isinstance(title, str) else [value.get("text", "") for value in title.values()]
    return any(_ILLUSTRATION.search(text) for text in texts)


def _mark(in_own_language: bool, status: str | None) -> str:
    if not in_own_language:
        return _("not translated")
    return _("translated by machine") if status == "machine" else ""
