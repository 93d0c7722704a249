"""A text by language: when each language was brought up to date, and which translations their source has left behind.

`{"it": {"text": "Corsi", "status": "original", "updated": "2026-11-30T..."}, "de": {...}}`. `updated` stands where a
text was written anew, or a translation confirmed, since the field was first filled in. A translation whose source is
newer is out of date until somebody edits or confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

ORIGINAL: Final = "original"
HUMAN: Final = "human"
REVIEWED: Final = "reviewed"
STATUSES: Final = (ORIGINAL, "machine", HUMAN, REVIEWED)
Texts = Mapping[str, Mapping[str, Any]]


def out_of_date(texts: Texts) -> list[str]:
    """The languages whose translation is older than the text that it was made from."""
    return [language for language in texts if _left_behind(texts, language)]


def source_of(texts: Texts, language: str) -> str | None:
    """The language that a translation was made from: the one it names, else the original's. None for an original."""
    translation = texts[language]
    if translation.get("status", ORIGINAL) == ORIGINAL:
        return None
    named = translation.get("source_lang")
    if named in texts and named != language:
        return named
    return next((tag for tag, text in texts.items() if text.get("status") == ORIGINAL), None)


def _left_behind(texts: Texts, language: str) -> bool:
    source = source_of(texts, language)
    return source is not None and _updated(texts, source) > _updated(texts, language)


def _updated(texts: Texts, language: str) -> str:
    return str(texts[language].get("updated") or "")


def changed(before: Mapping[str, Any], document: dict[str, Any], now: datetime) -> list[str]:
    """The names of the fields that are not what they were `before`; `document` gets the time of new texts."""
    for name, value in document.items():
        if value and isinstance(value, dict | list) and before.get(name) not in (None, value):
            document[name] = rewritten(before[name], value, now.isoformat(timespec="milliseconds"))
    return sorted(name for name in {*before, *document} if before.get(name) != document.get(name))


def rewritten(before: Any, after: Any, now: str) -> Any:
    """`after` with `now` at each text that is not what it was `before`, at any depth; the time of the others stays.

    What nobody has looked at since its source changed is not reviewed any more.
    """
    if isinstance(after, list):
        former = _former(before or [], after)
        return [rewritten(was, one, now) for was, one in zip(former, after, strict=True)]
    if not isinstance(after, Mapping) or not isinstance(before, Mapping) or before == after:
        return after
    if is_texts(before) and is_texts(after):
        return _judged({tag: _rewritten(before.get(tag), text, now) for tag, text in after.items()}, before)
    return {name: rewritten(before.get(name), value, now) for name, value in after.items()}


def _former(before: list[Any], after: list[Any]) -> list[Any]:
    """What each part of `after` was: the part with its id, or where no part had one, that of its place."""
    known = {one["id"]: one for one in before if isinstance(one, Mapping) and one.get("id")}
    if known:
        return [known.get(one.get("id")) if isinstance(one, Mapping) else None for one in after]
    return [*before[: len(after)], *[None] * (len(after) - len(before))]


def is_texts(value: Mapping[str, Any]) -> bool:
    """Whether a value is a text by language."""
    return bool(value) and all(isinstance(one, Mapping) and "text" in one and "status" in one for one in value.values())


def _rewritten(before: Mapping[str, Any] | None, after: Mapping[str, Any], now: str) -> dict[str, Any]:
    rest = {name: value for name, value in after.items() if name != "updated"}
    if before is None or not _says_the_same(before, after):
        return {**rest, "updated": now}
    return {**rest, "updated": before["updated"]} if before.get("updated") else rest


def _says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Another status is a new judgement of a translation; an original is what it says."""
    same_status = before["status"] == after["status"] or after["status"] == ORIGINAL
    return bool(before["text"] == after["text"]) and same_status


def _judged(texts: dict[str, dict[str, Any]], before: Texts) -> dict[str, dict[str, Any]]:
    behind = [tag for tag in out_of_date(texts) if texts[tag]["status"] == REVIEWED and tag in before]
    return {tag: {**text, "status": HUMAN} if tag in behind else text for tag, text in texts.items()}
