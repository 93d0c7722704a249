"""What an idea must say, and how many a thematic group may bring to the plenary. No storage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

SAYS: Final = ("what", "how", "who")
"""WHAT is to be done, HOW it is realised, WHO takes responsibility: the gate against "too general outcomes" (IAF)."""

MOST_A_GROUP: Final = 5
"""Ideas of one thematic group in the plenary; four groups make twenty (the method as run in Sondrio, IAF)."""


def unsaid(idea: Mapping[str, Any]) -> list[str]:
    """Which of WHAT, HOW and WHO the idea does not say yet."""
    return [name for name in SAYS if not (idea.get(name) or "").strip()]


def group_is_full(submitted_by_group: int) -> bool:
    """Whether a thematic group with so many ideas in the plenary may bring no other."""
    return submitted_by_group >= MOST_A_GROUP
