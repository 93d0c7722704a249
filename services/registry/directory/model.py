"""The rules of the directory of services. Imports the standard library only. Days are ISO texts."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

Place = Mapping[str, Any]

THEMES: Final = (
    "language_course",
    "literacy_and_basic_skills",
    "vocational_training",
    "adult_education",
    "recognition_of_qualifications",
    "career_guidance",
    "job_placement",
    "business_start_up",
    "housing_advice",
    "legal_advice",
    "social_counselling",
    "health",
    "childcare",
    "interpreting",
    "intercultural_mediation",
    "digital_skills",
    "meeting_place",
    "other",
)

TARGET_GROUPS: Final = (
    "everybody",
    "newcomers",
    "refugees_and_asylum_seekers",
    "women",
    "young_people",
    "parents",
    "older_people",
    "job_seekers",
    "workers",
    "professionals",
)

STATUSES: Final = ("active", "inactive", "temporarily_closed", "defunct")
"""Those of the Human Services Data Specification 3.0, service.status."""

REVIEW_MONTHS: Final = 6
MOST_REVIEW_MONTHS: Final = 36


def blank_service() -> dict[str, Any]:
    """A service of which nothing is known yet; its organisation and its name have to be."""
    return {
        **dict.fromkeys(("description", "eligibility", "how_to_apply", "cost", "documents", "hours")),
        **{name: [] for name in ("themes", "target_groups", "policy_areas", "languages", "places")},
        **dict.fromkeys(("website", "email", "phone", "assurer", "free_places", "origin")),
        "status": "active",
        "takes_referrals": False,
        "review_months": REVIEW_MONTHS,
    }


def review_due(reviewed_on: str, months: int) -> str:
    """The day on which a service is to be confirmed again: the same day of the month, or that month's last."""
    last = date.fromisoformat(reviewed_on)
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    for day in range(last.day, 27, -1):
        try:
            return date(year, month + 1, day).isoformat()
        except ValueError:
            continue
    return date(year, month + 1, min(last.day, 28)).isoformat()


def free_places_fit(service: dict[str, Any]) -> bool:
    """Whether a number of free places stands where referrals are taken: elsewhere it would promise something."""
    return service["free_places"] is None or service["takes_referrals"]


def ids_kept(known: Iterable[tuple[Place, str]], places: Sequence[Place]) -> list[str | None]:
    """For each place the id of the one that it was, by those `known` with theirs; None for a new one.

    It was the one that is the same, else one of which more than half of what is told stayed; each is one at most.
    """
    left, found = list(known), list[str | None]([None] * len(places))
    for was in (operator.eq, _mostly):
        for number, place in enumerate(places):
            if found[number] is None and (match := next((one for one in left if was(one[0], place)), None)):
                left.remove(match)
                found[number] = match[1]
    return found


def _mostly(one: Place, other: Place) -> bool:
    told = [name for name in {*one, *other} if one.get(name) is not None or other.get(name) is not None]
    return 2 * len([name for name in told if one.get(name) == other.get(name)]) > len(told)
