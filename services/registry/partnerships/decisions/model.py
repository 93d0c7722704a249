"""The rules of decisions. Imports the standard library only. Days are ISO texts."""

from __future__ import annotations

from typing import Final

CONSENSUS, VOTE = "consensus", "vote"
METHODS: Final = (CONSENSUS, VOTE)
ADOPTED, REJECTED = "adopted", "rejected"
OUTCOMES: Final = (ADOPTED, REJECTED)
OPEN, DONE, DROPPED, NOTHING_TO_DO = "open", "done", "dropped", "nothing_to_do"
CLOSED: Final = (DONE, DROPPED)
STATUSES: Final = (OPEN, DONE, DROPPED, NOTHING_TO_DO)
COUNTS: Final = ("votes_for", "votes_against", "abstentions")


class CountsMissing(Exception):
    """A vote is told with its counts."""


class CountsWithoutVote(Exception):
    """Consensus has no counts."""


class TooManyVotes(Exception):
    """More votes than voters who were there."""


def outcome(method: str, votes: tuple[int | None, int | None, int | None], present: int) -> str:
    """What was decided: by consensus it is adopted; by vote if more are for it than against it.

    `votes` are those for, against, and the abstentions; `present` is how many voters were there. Raises
    `CountsMissing`, `CountsWithoutVote`, `TooManyVotes`.
    """
    counts = [one for one in votes if one is not None]
    if method == CONSENSUS:
        if counts:
            raise CountsWithoutVote
        return ADOPTED
    if len(counts) < len(votes):
        raise CountsMissing
    if sum(counts) > present:
        raise TooManyVotes
    return ADOPTED if counts[0] > counts[1] else REJECTED


def status(decided: str, responsible: str | None, due_on: str | None) -> str:
    """Whether something is to be done: what was adopted is open where somebody is responsible or a day is set."""
    return OPEN if decided == ADOPTED and (responsible or due_on) else NOTHING_TO_DO
