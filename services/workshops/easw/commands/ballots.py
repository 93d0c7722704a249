"""Handing in a ballot, which can change until the vote closes. Who may vote is decided in voters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.workshops.easw.commands.voters import open_round_of, voter_of
from services.workshops.easw.queries import rules_of

Values = Mapping[str, Any]

FAULTS = {
    "too_many_votes": N_("You have %(number)s votes; this ballot has more."),
    "unknown_idea": N_("This idea is not in this vote."),
    "too_many_for_one": N_("You cannot give one idea so many votes."),
    "own_group": N_("You cannot vote for an idea of your own group."),
}


def vote(uow: UnitOfWork, body: Values, code: str) -> Document:
    """Hand in a ballot, in place of the one before. Raises Invalid where it breaks a rule, Conflict once closed."""
    uow = uow.as_system()
    round = open_round_of(uow, code)
    voter = voter_of(uow, round, body["voter"])
    _check(round, rules_of(uow, round).fault(body["votes"], voter["group"]))
    # Counting on changes the row, so that this meets the closing of the vote, which takes the voters away: the store
    # takes writing the same once more for nothing at all.
    uow.put("voters", {**voter, "handed_in": voter["handed_in"] + 1})
    ballot = {"round": round["_id"], "role_group": voter["role_group"], "votes": sorted(body["votes"])}
    uow.put("ballots", {"_id": voter["_id"], **ballot})
    return {"_id": voter["_id"], "votes": body["votes"], "closes_at": round["closes_at"]}


def _check(round: Document, fault: tuple[str, int] | None) -> None:
    if fault is not None:
        kind, number = fault
        path = "votes" if kind == "too_many_votes" else f"votes.{number}"
        raise Invalid({path: [_(FAULTS[kind], number=number)]})
