"""Ids for the parts of a document (components, indicators). Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Parts = Sequence[Mapping[str, Any]]


def with_ids(parts: Parts, word: str) -> list[dict[str, Any]]:
    """The parts with an id each: its own, or the first free `<word>-<n>`."""
    taken = {part["id"] for part in parts if part.get("id")}
    named: list[dict[str, Any]] = []
    for part in parts:
        id = part.get("id") or _first_free(taken, word)
        taken.add(id)
        named.append({**part, "id": id})
    return named


def repeated(parts: Parts) -> list[int]:
    """The positions of parts whose id an earlier one already has."""
    ids = [part.get("id") for part in parts]
    return [place for place, id in enumerate(ids) if id and id in ids[:place]]


def _first_free(taken: set[str], word: str) -> str:
    number = 1
    while f"{word}-{number}" in taken:
        number += 1
    return f"{word}-{number}"
