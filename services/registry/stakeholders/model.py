"""The rules of stakeholder analysis. Imports the standard library only.

Power and interest go from 1 to 5 and place a stakeholder in Mendelow's grid, whose four fields advise how to deal with
it. Involvement is told in the levels of the IAP2 Spectrum of Public Participation. Days are ISO texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

LEAST, MOST = 1, 5
HIGH: Final = 4
"""Power or interest from here on is high; 3, the middle, is not."""

ROLE_GROUPS: Final = ("residents", "experts", "administrators", "business")
"""The four role groups of the European Awareness Scenario Workshop."""
ATTITUDES: Final = ("supporter", "neutral", "opponent")
INVOLVEMENTS: Final = ("none", "inform", "consult", "involve", "collaborate", "empower")

MANAGE_CLOSELY, KEEP_SATISFIED = "manage_closely", "keep_satisfied"
KEEP_INFORMED, EMPOWER, MONITOR = "keep_informed", "empower", "monitor"
STRATEGIES: Final = (MANAGE_CLOSELY, KEEP_SATISFIED, KEEP_INFORMED, EMPOWER, MONITOR)

SCORE: Final = ("power", "interest", "attitude", "involvement", "wanted_involvement", "note")
"""What is judged anew from time to time, and kept with its day."""

Score = Mapping[str, Any]


class OlderThanTheLast(Exception):
    """There is a judgement of a later day; what is past is not judged afterwards."""


def strategy(power: int, interest: int, concerned: bool) -> str:
    """How to deal with who has this power and interest.

    Of those with interest and no power the people concerned are not only kept informed but empowered: the partnership
    principle asks for "specific attention to groups affected" (Delegated Regulation (EU) 240/2014, Article 4).
    """
    if power >= HIGH:
        return MANAGE_CLOSELY if interest >= HIGH else KEEP_SATISFIED
    if interest >= HIGH:
        return EMPOWER if concerned else KEEP_INFORMED
    return MONITOR


def judged(scores: Iterable[Score], score: Score) -> list[Score]:
    """The judgements with one more, the oldest first; a second one of the same day corrects the first.

    Raises `OlderThanTheLast`.
    """
    kept = [one for one in scores if one["day"] != score["day"]]
    if kept and kept[-1]["day"] > score["day"]:
        raise OlderThanTheLast
    return [*kept, score]


def gaps(stakeholders: Iterable[Mapping[str, Any]], policy_areas: Iterable[str]) -> dict[str, list[str]]:
    """The role groups and policy areas in which nobody has a high interest, each in its own order."""
    interested = [one for one in stakeholders if one["interest"] >= HIGH]
    groups = {one["role_group"] for one in interested}
    areas = {area for one in interested for area in one["policy_areas"]}
    return {
        "role_groups": [group for group in ROLE_GROUPS if group not in groups],
        "policy_areas": [area for area in policy_areas if area not in areas],
    }
