"""Which of a text's languages a reader gets, and the mark that says when it is not their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.i18n import SOURCE_LANGUAGE, _, current_language
from services.chassis.texts import out_of_date

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

    A plain string is in `language`. "Not translated" is said when the reader gets a foreign language; a translation by
    machine, or one that its original has left behind, is named as such (DOMAIN.md (g)).
    """
    if isinstance(text, str):
        text = {language or SOURCE_LANGUAGE: {"text": text, "status": "original"}}
    spoken = {tag: value for tag, value in (text or {}).items() if value.get("text")}
    if not spoken:
        return None
    reader = current_language()
    own = next((tag for tag, value in spoken.items() if value.get("status") == "original"), language)
    chosen = next(tag for tag in (reader, own, SOURCE_LANGUAGE, *spoken) if tag in spoken)
    marks = _marks(spoken, chosen) if chosen == reader else [_("not translated")]
    return Said(spoken[chosen]["text"], chosen, ", ".join(marks))


def is_illustration(thing: Mapping[str, Any]) -> bool:
    """Whether something was made up for a demonstration: its data carry the flag, or its title says so."""
    if thing.get("illustration"):
        return True
    title = thing.get("title") or {}
    texts = [title] if isinstance(title, str) else [value.get("text", "") for value in title.values()]
    return any(_ILLUSTRATION.search(text) for text in texts)


def _marks(spoken: Mapping[str, Mapping[str, Any]], chosen: str) -> list[str]:
    by_machine = [_("translated by machine")] if spoken[chosen].get("status") == "machine" else []
    return by_machine + ([_("older than the original")] if chosen in out_of_date(spoken) else [])
