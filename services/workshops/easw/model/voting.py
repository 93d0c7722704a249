"""The vote: what a ballot may hold, how ballots are counted, who wins. No storage, no persons.

Sources do not agree on the number of votes; the numbers are settings of a round (DOMAIN (a), our defaults).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Fault = Literal["too_many_votes", "unknown_idea", "too_many_for_one", "own_group"]


@dataclass(frozen=True)
class Rules:
    """The rules of a round. `groups` names the thematic group of each idea that may be voted for."""

    groups: Mapping[str, str | None]
    votes_per_participant: int = 5
    max_votes_per_idea_per_person: int = 1
    allow_own_group: bool = True

    def fault(self, votes: Sequence[str], own_group: str | None) -> tuple[Fault, int] | None:
        """What is wrong with a ballot and at which of its votes; None when it is good. Fewer votes are allowed."""
        if len(votes) > self.votes_per_participant:
            return "too_many_votes", self.votes_per_participant
        given: Counter[str] = Counter()
        for place, idea in enumerate(votes):
            given[idea] += 1
            if idea not in self.groups:
                return "unknown_idea", place
            if given[idea] > self.max_votes_per_idea_per_person:
                return "too_many_for_one", place
            if not self.allow_own_group and own_group is not None and self.groups[idea] == own_group:
                return "own_group", place
        return None


@dataclass(frozen=True)
class Ballot:
    """The votes of one person, of whom only the role group is known."""

    role_group: str
    votes: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How an idea did. Ideas with equal votes from equally many role groups share a `rank`."""

    idea: str
    rank: int
    votes: int
    role_groups: int
    by_role_group: Mapping[str, int]


def tally(ideas: Iterable[str], ballots: Iterable[Ballot]) -> list[Result]:
    """The ranking, best first: most votes, then most different role groups; equals in the order of their ids."""
    by_group: dict[str, Counter[str]] = {idea: Counter() for idea in ideas}
    for ballot in ballots:
        for idea in ballot.votes:
            by_group[idea][ballot.role_group] += 1
    merits = {idea: (votes.total(), len(votes)) for idea, votes in by_group.items()}
    return [
        Result(
            idea=idea,
            rank=1 + sum(other > merits[idea] for other in merits.values()),
            votes=merits[idea][0],
            role_groups=merits[idea][1],
            by_role_group=dict(by_group[idea]),
        )
        for idea in sorted(by_group, key=lambda idea: (-merits[idea][0], -merits[idea][1], idea))
    ]


def run_off(results: Sequence[Result], places: int) -> list[str]:
    """The ideas that tie for the last of `places`, so that only another vote can decide; none without votes."""
    if len(results) <= places:
        return []
    inside, outside = results[places - 1], results[places]
    if inside.rank != outside.rank or outside.votes == 0:
        return []
    return [result.idea for result in results if result.rank == outside.rank]


def top(results: Sequence[Result], places: int) -> set[str]:
    """The ideas that are among the first `places` for certain: voted for, and not waiting for a run-off."""
    undecided = set(run_off(results, places))
    return {result.idea for result in results[:places] if result.votes and result.idea not in undecided}
