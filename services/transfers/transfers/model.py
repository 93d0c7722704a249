"""The state machine of a transfer: which step follows which, what each gate asks for, when the diary is due.

The states and their documents are those of the URBACT transfer method (Understand, Adapt, Re-use) with the
needs analysis and the matching decision of the projects after LeCiM. No storage, no HTTP, no sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

Transfer = Mapping[str, Any]

NEXT: Mapping[str, tuple[str, ...]] = {
    "proposed": ("screened", "abandoned"),
    "screened": ("understanding", "abandoned"),
    "understanding": ("adapting", "abandoned"),
    "adapting": ("re_using", "abandoned"),
    "re_using": ("embedded", "partly_embedded", "abandoned"),
    "embedded": (),
    "partly_embedded": (),
    "abandoned": (),
}
UNDER_WAY = tuple(state for state, following in NEXT.items() if following)

DIARY_INTERVAL = timedelta(days=90)
"""The longest time between two diary entries while a transfer is under way."""


@dataclass(frozen=True)
class GateItem:
    """What must be on file before a transfer enters a state: a document, or a decision with its reference."""

    code: str
    kind: Literal["document", "decision"]


GATES: Mapping[str, tuple[GateItem, ...]] = {
    "screened": (GateItem("needs_analysis", "document"), GateItem("match_decision", "decision")),
    "understanding": (),
    "adapting": (GateItem("study_visit_report", "document"), GateItem("transferability_study", "decision")),
    "re_using": (GateItem("transfer_plan", "decision"),),
    "embedded": (GateItem("pilot_report", "document"),),
    "partly_embedded": (GateItem("pilot_report", "document"),),
    "abandoned": (),
}
GATE_ITEMS: Mapping[str, GateItem] = {item.code: item for items in GATES.values() for item in items}


def may_enter(transfer: Transfer, state: str) -> bool:
    """Whether `state` follows the present one."""
    return state in NEXT[transfer["state"]]


def missing_items(transfer: Transfer, state: str) -> list[str]:
    """The gate items of `state` that are not on file, by code."""
    on_file = {evidence["item"] for evidence in transfer["evidence"]}
    return [item.code for item in GATES[state] if item.code not in on_file]


def open_components(transfer: Transfer, state: str) -> list[str]:
    """The components that keep a transfer out of `state`, by id.

    A pilot needs a decision on each; an embedded transfer has all that were not dropped in use; a partly
    embedded one at least one.
    """
    components: Sequence[Mapping[str, Any]] = transfer["components"]
    if state == "re_using":
        return [one["id"] for one in components if one["adaptation"] is None]
    kept = [one for one in components if one["adaptation"] != "dropped"]
    unused = [one["id"] for one in kept if one["progress"] != "in_use"]
    if state == "embedded" or (state == "partly_embedded" and len(unused) == len(kept)):
        return unused
    return []


def start_components(practice_components: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A practice's components as they enter a transfer: nothing decided, nothing begun."""
    return [
        {
            "id": one["id"],
            "title": one["title"],
            "adaptation": None,
            "reason": None,
            "progress": "not_started",
        }
        for one in practice_components
    ]


def diary_due(last_entry_or_start: date) -> str:
    """The last day for the next diary entry, as an ISO date."""
    return (last_entry_or_start + DIARY_INTERVAL).isoformat()


def diary_lapsed(transfer: Transfer, today: date) -> bool:
    """Whether the diary is overdue and nobody was told of this lapse yet."""
    waits = transfer["under_way"] and transfer["diary_due_on"] < today.isoformat()
    return bool(waits and transfer["overdue_since"] is None)


def next_steps(transfer: Transfer) -> list[dict[str, Any]]:
    """Each state that may follow, with the gate items and components that still keep the transfer out."""
    return [
        {
            "state": state,
            "missing_items": missing_items(transfer, state),
            "open_components": open_components(transfer, state),
        }
        for state in NEXT[transfer["state"]]
    ]
