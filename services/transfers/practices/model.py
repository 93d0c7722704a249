"""When a practice sheet is fit for the public. No storage, no HTTP, no sentences: paths only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Sheet = Mapping[str, Any]

NEEDED = (
    "title",
    "challenge",
    "description",
    "main_institution",
    "policy_areas",
    "preconditions",
    "resources",
    "components",
    "evidence",
)
"""What a published sheet must tell, after the good-practice form of Interreg Europe; a transfer needs components."""


def missing_for_publication(sheet: Sheet) -> list[str]:
    """The fields that a sheet lacks before it may be published, in the order of the form; empty when it may."""
    return [field for field in NEEDED if not sheet.get(field)]


def name_components(components: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The components with an id each: its own, or the first free `component-<n>`."""
    taken = {component["id"] for component in components if component.get("id")}
    named: list[dict[str, Any]] = []
    for component in components:
        id = component.get("id") or _free_id(taken)
        taken.add(id)
        named.append({**component, "id": id})
    return named


def _free_id(taken: set[str]) -> str:
    number = 1
    while f"component-{number}" in taken:
        number += 1
    return f"component-{number}"


def repeated_components(components: Sequence[Mapping[str, Any]]) -> list[int]:
    """The positions of components whose id an earlier one already has."""
    ids = [component.get("id") for component in components]
    return [place for place, id in enumerate(ids) if id and id in ids[:place]]
