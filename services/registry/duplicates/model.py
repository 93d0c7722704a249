"""The rules of pairs and merges. Imports the standard library only.

What a merge moves is remembered as it was, field by field, so that an undo can put back exactly that and leave alone
what somebody has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

OPEN, NOT_DUPLICATE, MERGED = "open", "not_duplicate", "merged"
STATUSES: Final = (OPEN, NOT_DUPLICATE, MERGED)
BY_HAND: Final = "by_hand"
UNDO: Final = timedelta(days=30)
WHY_NOT: Final = ("namesake", "part", "successor", "other")
"""Why two are not one: only called alike, one a part of the other, one took the other's place."""
OWN: Final = frozenset({
    "_id", "version", "created_at", "updated_at", "deleted_at", "words", "name_folded", "name_length", "match_keys",
    "merges", "origin", "identifiers", "verification", "publication", "former_cities",
})  # fmt: skip
"""What nobody chooses between: what a record keeps for itself, and the identifiers, of which a merge keeps all."""


def key_of(one: str, other: str) -> str:
    """The one key of a pair, whichever stands first."""
    return ":".join(sorted((one, other)))


def choices(survivor: Mapping[str, Any], merged: Mapping[str, Any]) -> list[str]:
    """The fields in which two sheets differ, and between which somebody has to choose."""
    return [name for name in differences(survivor, merged) if _told(merged.get(name))]


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields in which two sheets differ; not told here and empty there is no difference."""
    names = (set(one) | set(other)) - OWN
    told = [name for name in names if _told(one.get(name)) or _told(other.get(name))]
    return sorted(name for name in told if one.get(name) != other.get(name))


def _told(value: Any) -> bool:
    return value not in (None, "", [], {})


def too_late(merged_at: datetime, now: datetime) -> bool:
    """Whether the days in which a merge can be undone are over."""
    return now - merged_at > UNDO


def moved(value: Any, old: str, new: str) -> Any:
    """`value` with the id `new` wherever `old` stood, however deep; a list of ids has each once."""
    if isinstance(value, Mapping):
        return {name: moved(one, old, new) for name, one in value.items()}
    if isinstance(value, list):
        result = [moved(one, old, new) for one in value]
        return list(dict.fromkeys(result)) if old in value else result
    return new if value == old else value


def moved_back(now: Any, before: Any, merged: str, survivor: str) -> Any:
    """The present value of a field with what a merge had moved put back; what was changed since stays as it is.

    An element of a list that was changed since is known by what of it stayed; one that was removed stays removed.
    """
    after = moved(before, merged, survivor)
    if now == after:
        return before
    if not isinstance(now, list) or not isinstance(before, list):
        return now
    left, result = list(range(len(now))), list(now)
    for unmoved in [one for one in before if moved(one, merged, survivor) == one]:
        left = _without(left, next((place for place in left if now[place] == unmoved), None))
    for one in [one for one in before if moved(one, merged, survivor) != one]:
        place = _closest(now, left, moved(one, merged, survivor), survivor)
        if place is not None:
            left, result[place] = _without(left, place), moved(now[place], survivor, merged)
    return result


def _without(places: list[int], place: int | None) -> list[int]:
    return [one for one in places if one != place]


def _closest(now: list[Any], places: Iterable[int], wanted: Any, survivor: str) -> int | None:
    """Where `wanted` stands now, or what has become of it: the element that has the most in common with it."""
    common = {place: _common(now[place], wanted, survivor) for place in places}
    best = max(common, key=lambda place: (common[place], -place), default=None)
    return best if best is not None and common[best] > 0 else None


def _common(one: Any, wanted: Any, survivor: str) -> int:
    if one == wanted:
        return 1000
    if not isinstance(one, Mapping) or not isinstance(wanted, Mapping):
        return 0
    if any(one.get(name) != survivor for name, value in wanted.items() if value == survivor):
        return 0
    return sum(1 for name, value in wanted.items() if value not in (survivor, None) and one.get(name) == value)
