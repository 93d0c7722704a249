"""The agenda that an EASW has unless its organiser writes another: two half-days, one a phase. No storage."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from services.chassis.i18n import LANGUAGES, N_, _, use_language

VISION: Final = (
    (30, N_("Welcome and rules of the workshop")),
    (30, N_("The scenarios")),
    (20, N_("Visions: everybody on their own")),
    (100, N_("Visions: work in role groups")),
    (40, N_("The four visions in plenary")),
    (30, N_("Vote on the common vision and discussion")),
    (30, N_("The group leaders refine the common vision")),
)
IDEAS: Final = (
    (15, N_("The common vision")),
    (15, N_("Ideas: everybody on their own")),
    (100, N_("Ideas: work in thematic groups")),
    (40, N_("The ideas in plenary")),
    (20, N_("Vote on the ideas")),
    (30, N_("The top ideas: who does what next")),
    (10, N_("Evaluation")),
)
"""Minutes and points of phase 1 and phase 2 (our default, DOMAIN (a))."""

Points = tuple[tuple[int, str], ...]


def default_agenda(starts_at: datetime, ends_at: datetime) -> list[dict[str, Any]]:
    """The points [{"starts_at", "title"}]: phase 1 from the start, phase 2 up to the end; [] when time is too short.

    Lengths are elapsed time, so that a change of the clocks at night moves nothing.
    """
    second = ends_at - _length(IDEAS)
    if starts_at + _length(VISION) > second:
        return []
    return [*_points(VISION, starts_at), *_points(IDEAS, second)]


def _length(points: Points) -> timedelta:
    return timedelta(minutes=sum(minutes for minutes, _title in points))


def _points(points: Points, begins: datetime) -> list[dict[str, Any]]:
    agenda = []
    for minutes, title in points:
        agenda.append({"starts_at": begins, "title": _in_all_languages(title)})
        begins += timedelta(minutes=minutes)
    return agenda


def _in_all_languages(sentence: str) -> dict[str, dict[str, str]]:
    texts = {}
    for language in LANGUAGES:
        with use_language(language):
            texts[language] = {"text": _(sentence), "status": "human"}
    return texts
