"""Where an idea stands after one or several votes. No storage, no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Results = Sequence[Mapping[str, Any]]


def with_result(results: Results, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results of an idea with one more round; of a round heard again the newest version counts."""
    newest = {one["round"]: dict(one) for one in sorted([*results, result], key=lambda one: int(one["version"]))}
    return [newest[round] for round in sorted(newest)]


def standing(results: Results) -> dict[str, Any]:
    """Votes and rank of the vote on most ideas (a run-off ranks few); on top if any vote put it there."""
    widest = max(results, key=lambda one: (one["ideas"], one["round"]))
    return {"votes": widest["votes"], "rank": widest["rank"], "top": any(one["top"] for one in results)}
