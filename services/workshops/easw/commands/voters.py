"""Who may vote: each registered participant once, by their personal code, and walk-ins while seats last.

The reasons are in docs/decisions/0020-who-may-vote.md.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Conflict, Forbidden, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.workshops.easw.queries import is_open, round_by_code
from services.workshops.registrations.personal import is_code_of
from services.workshops.registrations.telling import MOST

Values = Mapping[str, Any]


def join(uow: UnitOfWork, body: Values, code: str) -> Document:
    """Let a participant into the vote; the answer holds, once, the token that their ballot needs.

    Who joins again with the same personal code (another phone) gets a new token for the same ballot.
    """
    if uow.actor.kind == "person" and uow.actor.may("workshops:write"):
        raise Forbidden(_("Facilitators and staff do not vote."))
    uow = uow.as_system()
    round = open_round_of(uow, code)
    voter = _by_personal_code(uow, round, body) if body["personal_code"] else _walk_in(uow, round, body)
    token = secrets.token_urlsafe(24)
    uow.put("voters", {**voter, "token_hash": _hash(token)})
    ballot = uow.first("ballots", {"_id": voter["_id"]})
    shown = {name: voter[name] for name in ("_id", "role_group", "group")}
    return {**shown, "token": token, "votes": ballot["votes"] if ballot else []}


def open_round_of(uow: UnitOfWork, code: str) -> Document:
    """The round of a code while it takes ballots. Raises NotFound, or Conflict once it is closed."""
    round = round_by_code(uow, code)
    if not is_open(round, uow.now()):
        raise Conflict(_("This vote is closed."))
    return round


def voter_of(uow: UnitOfWork, round: Document, token: str) -> Document:
    """The voter who was given `token`. Raises Forbidden for any other."""
    voter = uow.first("voters", {"round": round["_id"], "token_hash": _hash(token)})
    if voter is None:
        raise Forbidden(_("Join the vote again: you may have joined on another phone."))
    return voter


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
    if group is None and not round["allow_own_group"]:
        raise Invalid({"group": [_("Name your thematic group: you cannot vote for its ideas.")]})
    turnout = uow.get("turnouts", round["_id"])
    turnout["joined"][role_group] += 1
    turnout["walk_ins"] += registration is None
    uow.put("turnouts", turnout)
    return {
        "_id": uow.new_id(),
        "round": round["_id"],
        "registration": registration,
        "token_hash": None,
        "handed_in": 0,
        "role_group": role_group,
        "group": group,
    }


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
