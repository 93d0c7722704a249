"""The stages of an EASW and the steps between them (DOMAIN (a), state machine).

A step joins the table when something takes it; the phases between `confirmed` and `ideas_submitted` are worked on
paper, so far, and are passed over when the first idea reaches the plenary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

STAGES: Final = (
    "draft",
    "recruiting",
    "confirmed",
    "phase1",
    "visions_published",
    "common_vision_adopted",
    "phase2",
    "ideas_submitted",
    "voting_open",
    "voting_closed",
    "reported",
    "archived",
)

FIRST: Final = "recruiting"
"""Where a workshop begins here: it is planned with its registration open."""

Step = Literal["confirm", "submit_idea", "withdraw_idea", "open_round", "close_round"]

STEPS: Final[Mapping[tuple[str, Step], str]] = {
    ("recruiting", "confirm"): "confirmed",
    ("confirmed", "submit_idea"): "ideas_submitted",
    ("ideas_submitted", "submit_idea"): "ideas_submitted",
    ("ideas_submitted", "withdraw_idea"): "ideas_submitted",
    ("ideas_submitted", "open_round"): "voting_open",
    ("voting_open", "close_round"): "voting_closed",
    ("voting_closed", "open_round"): "voting_open",  # a run-off, or another theme
}


class WrongStage(Exception):
    """The step cannot be taken at this stage; `stage` is where the workshop stands."""

    def __init__(self, stage: str, step: Step) -> None:
        super().__init__(f"{step} at {stage}")
        self.stage = stage
        self.step = step


def after(stage: str, step: Step) -> str:
    """The stage that `step` leads to from `stage`. Raises WrongStage where the table has no such step."""
    try:
        return STEPS[stage, step]
    except KeyError:
        raise WrongStage(stage, step) from None
