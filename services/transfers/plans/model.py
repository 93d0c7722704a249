"""The states of an Action Plan and how integrated it is. No storage, no HTTP, no sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NEXT: Mapping[str, tuple[str, ...]] = {
    "draft": ("consultation",),
    "consultation": ("draft", "adopted"),
    "adopted": ("in_implementation", "revised"),
    "in_implementation": ("revised", "closed"),
    "revised": ("adopted",),
    "closed": (),
}
OPEN_FOR_CHANGE = ("draft", "consultation", "revised")
"""What the partnership adopted changes only by a revision, which it adopts again."""
BEING_CARRIED_OUT = ("adopted", "in_implementation", "revised")


@dataclass(frozen=True)
class Integration:
    """How far the measures of a plan are tied into other policy areas."""

    measure_count: int
    integrated_count: int
    areas: tuple[str, ...]
    integration_index: float


def may_enter(status: str, following: str) -> bool:
    """Whether a plan may go from `status` to `following`."""
    return following in NEXT[status]


def missing_for_adoption(decision: Mapping[str, Any] | None, measure_count: int) -> list[str]:
    """What keeps the partnership from adopting a plan: "decision", "measures", or nothing."""
    missing = [] if decision and decision.get("reference") else ["decision"]
    return missing if measure_count else [*missing, "measures"]


def integration(measures: Iterable[Mapping[str, Any]]) -> Integration:
    """The integration index: share of measures with a linkage, times the distinct areas covered (fiche).

    From 0 (none is linked) to 4 (every measure is, and together they reach all four areas). Dropped measures
    do not count.
    """
    kept = [measure for measure in measures if measure["state"] != "dropped"]
    integrated = [measure for measure in kept if measure["linkages"]]
    areas = sorted({area for measure in integrated for area in measure["linkages"]})
    share = len(integrated) / len(kept) if kept else 0.0
    return Integration(len(kept), len(integrated), tuple(areas), round(share * len(areas), 2))


def budget_by_source(measures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a plan asks of each funding source, a line for each currency; dropped measures ask nothing."""
    totals: dict[tuple[str, str], int] = {}
    for line in (line for one in measures if one["state"] != "dropped" for line in one["budget"]):
        key = line["source"], line["amount"]["currency"]
        totals[key] = totals.get(key, 0) + line["amount"]["amount"]
    return [
        {"source": source, "amount": {"amount": totals[source, currency], "currency": currency}}
        for source, currency in sorted(totals)
    ]


def overlaps(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether the periods of two plans have a day in common; ISO dates compare as text."""
    return bool(first["starts_on"] <= second["ends_on"] and second["starts_on"] <= first["ends_on"])
