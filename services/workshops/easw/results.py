"""The outcome of a vote as it is kept, and as the public may see it. No storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.workshops.easw.model.disclosure import shown
from services.workshops.easw.model.voting import Ballot, run_off, tally, top
from services.workshops.gatherings.model import ROLE_GROUPS


def of(round: Mapping[str, Any], titles: Mapping[str, str], ballots: Iterable[Ballot]) -> dict[str, Any]:
    """`{"results": [...], "run_off": [idea ids]}`, best first, with the votes of every role group."""
    ranking = tally(round["ideas"], ballots)
    winners = top(ranking, round["top_ideas"])
    results = [
        {
            "idea": result.idea,
            "title": titles[result.idea],
            "rank": result.rank,
            "votes": result.votes,
            "role_groups": result.role_groups,
            "by_role_group": {group: result.by_role_group.get(group, 0) for group in ROLE_GROUPS},
            "top": result.idea in winners,
        }
        for result in ranking
    ]
    return {"results": results, "run_off": run_off(ranking, round["top_ideas"])}


def for_the_public(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with small numbers withheld (None), so that nobody's ballot shows."""
    return [{**result, "by_role_group": shown(result["by_role_group"])} for result in results]
