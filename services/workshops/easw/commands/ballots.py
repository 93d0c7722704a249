"""Voting on a phone: joining by the round's short code, and the ballot, which can change until the vote closes.

Who may join is decided in docs/decisions/0020-who-may-vote.md: each registered participant once, by the personal code
of their invitation, and as many others as the facilitator opened seats for.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Conflict, Forbidden, Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.workshops.easw.queries import is_open, round_by_code, rules_of
from services.workshops.registrations.personal import is_code_of
from services.workshops.registrations.telling import MOST

Values = Mapping[str, Any]

FAULTS = {
    "too_many_votes": N_("You have %(number)s votes; this ballot has more."),
    "unknown_idea": N_("This idea is not in this vote."),
    "too_many_for_one": N_("You cannot give one idea so many votes."),
    "own_group": N_("You cannot vote for an idea of your own group."),
}


def join(uow: UnitOfWork, body: Values, code: str) -> Document:
    """Let a participant into the vote; the answer holds, once, the token that their ballot needs.

    Who joins again with the same personal code (another phone) gets a new token for the same ballot.
    """
    if uow.actor.kind == "person" and uow.actor.may("workshops:write"):
        raise Forbidden(_("Facilitators and staff do not vote."))
    uow = uow.as_system()
    round = _open_round(uow, code)
    voter = _by_personal_code(uow, round, body) if body["personal_code"] else _walk_in(uow, round, body)
    if voter["group"] is None and not round["allow_own_group"]:
        raise Invalid({"group": [_("Name your thematic group: you cannot vote for its ideas.")]})
    token = secrets.token_urlsafe(24)
    uow.put("voters", {**voter, "token_hash": _hash(token)})
    return {
        "_id": voter["_id"],
        "token": token,
        "role_group": voter["role_group"],
        "group": voter["group"],
        "votes": _votes(uow, voter["_id"]),
    }


def _open_round(uow: UnitOfWork, code: str) -> Document:
    round = round_by_code(uow, code)
    if not is_open(round, uow.now()):
        raise Conflict(_("This vote is closed."))
    return round


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _votes(uow: UnitOfWork, voter_id: str) -> list[str]:
    ballot: dict[str, Any] = uow.first("ballots", {"_id": voter_id}) or {"votes": []}
    votes: list[str] = ballot["votes"]
    return votes


def _by_personal_code(uow: UnitOfWork, round: Document, body: Values) -> Document:
    registered = {"gathering": round["gathering"], "status": "registered"}
    people = uow.find("registrations", registered, limit=MOST, fields=("role_group", "group"))
    person = next((one for one in people if is_code_of(uow.settings, body["personal_code"], one["_id"])), None)
    if person is None:
        raise Invalid({"personal_code": [_("This is not a code of this workshop. Look at your invitation.")]})
    there = uow.first("voters", {"round": round["_id"], "registration": person["_id"]})
    return there or _new_voter(uow, round, person["role_group"], person["group"] or body["group"], person["_id"])


def _walk_in(uow: UnitOfWork, round: Document, body: Values) -> Document:
    turnout = uow.get("turnouts", round["_id"])
    if turnout["walk_ins"] >= round["walk_in_seats"]:
        raise Invalid({"personal_code": [_("Enter the personal code of your invitation.")]})
    if body["role_group"] is None:
        raise Invalid({"role_group": [_("Choose your role group.")]})
    return _new_voter(uow, round, body["role_group"], body["group"], None)


def _new_voter(
    uow: UnitOfWork, round: Document, role_group: str, group: str | None, registration: str | None
) -> Document:
    """A new voter; writing the turnout keeps two at once from taking one seat, and meets the closing of the vote."""
    turnout = uow.get("turnouts", round["_id"])
    turnout["joined"][role_group] += 1
    turnout["walk_ins"] += registration is None
    uow.put("turnouts", turnout)
    return {
        "_id": uow.new_id(),
        "round": round["_id"],
        "registration": registration,
        "handed_in": 0,
        "role_group": role_group,
        "group": group,
    }


def vote(uow: UnitOfWork, body: Values, code: str) -> Document:
    """Hand in a ballot, in place of the one before. Raises Invalid where it breaks a rule, Conflict once closed."""
    uow = uow.as_system()
    round = _open_round(uow, code)
    voter = uow.first("voters", {"round": round["_id"], "token_hash": _hash(body["voter"])})
    if voter is None:
        raise Forbidden(_("Join the vote again: you may have joined on another phone."))
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
