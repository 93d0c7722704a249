"""The rules of a measure: linkage, state, indicators, and what it takes over from an idea. No storage, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NEXT: Mapping[str, tuple[str, ...]] = {
    "planned": ("in_progress", "dropped"),
    "in_progress": ("completed", "dropped"),
    "completed": ("in_progress",),
    "dropped": (),
}


def may_enter(state: str, following: str) -> bool:
    """Whether a measure may go from `state` to `following`; staying where it is is no step and always allowed."""
    return following == state or following in NEXT[state]


def is_integrated(linkages: Sequence[str]) -> bool:
    """Whether a measure counts as integrated: it is tied to at least one other policy area (fiche of the project)."""
    return bool(linkages)


def taken_from_idea(idea: Mapping[str, Any]) -> dict[str, Any]:
    """The texts that a measure takes over from an EASW idea: its title, WHAT as objective, HOW as description."""
    texts = {"title": idea.get("title"), "objective": idea.get("what"), "description": idea.get("how")}
    return {field: original(text, idea["language"]) for field, text in texts.items() if text}


def original(text: str, language: str) -> dict[str, dict[str, str]]:
    """A text as its author wrote it, in the form of translatable texts."""
    return {language: {"text": text, "status": "original"}}


def name_indicators(
    indicators: Sequence[Mapping[str, Any]], former: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The indicators with an id each and the values reported so far under that id."""
    values = {one["id"]: one["values"] for one in former}
    named = []
    for place, indicator in enumerate(indicators, start=1):
        id = indicator.get("id") or f"indicator-{place}"
        reported = values.get(id, [])
        named.append({**indicator, "id": id, "values": reported, "current": _latest(reported)})
    return named


def report_value(indicator: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """The indicator with one more value; the one with the latest date is the current one."""
    values = sorted([*indicator["values"], dict(value)], key=lambda one: str(one["measured_on"]))
    return {**indicator, "values": values, "current": _latest(values)}


def _latest(values: Sequence[Mapping[str, Any]]) -> float | None:
    return values[-1]["value"] if values else None
