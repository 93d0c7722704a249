"""The rules of a measure: linkage, state, indicators, what it takes over from an idea. No storage."""

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
    """Whether a measure may go from `state` to `following`; staying is no step and always allowed."""
    return following == state or following in NEXT[state]


def is_integrated(linkages: Sequence[str]) -> bool:
    """Whether a measure counts as integrated: it is tied to at least one other policy area (fiche)."""
    return bool(linkages)


def taken_from_idea(idea: Mapping[str, Any]) -> dict[str, Any]:
    """What a measure takes over from an EASW idea: its title, WHAT as objective, HOW as description."""
    texts = {"title": idea["title"], "objective": idea["what"], "description": idea["how"]}
    return {field: _original(text, idea["language"]) for field, text in texts.items() if text}


def _original(text: str, language: str) -> dict[str, dict[str, str]]:
    return {language: {"text": text, "status": "original"}}


def with_reported_values(
    indicators: Sequence[Mapping[str, Any]], former: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The indicators with the values that were reported so far under their id."""
    reported = {one["id"]: one["values"] for one in former}
    return [_with_values(one, reported.get(one["id"], [])) for one in indicators]


def report_value(indicator: Mapping[str, Any], value: float, measured_on: str) -> dict[str, Any]:
    """The indicator with one more value; the one measured last is current, whatever the order of reports."""
    values = [*indicator["values"], {"value": value, "measured_on": measured_on}]
    return _with_values(indicator, sorted(values, key=lambda one: str(one["measured_on"])))


def _with_values(indicator: Mapping[str, Any], values: list[dict[str, Any]]) -> dict[str, Any]:
    return {**indicator, "values": values, "current": values[-1]["value"] if values else None}
