"""Opening a vote and closing it: counting, and cutting the tie between persons and ballots."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork
from services.contracts.workshops import RoundClosed, RoundOpened
from services.workshops.codes import new_code
from services.workshops.easw import results
from services.workshops.easw.commands.stages import easw_of, take_step
from services.workshops.easw.model.voting import Ballot
from services.workshops.easw.queries import round_of
from services.workshops.gatherings.model import ROLE_GROUPS

Values = Mapping[str, Any]

CODE_SIGNS = 6
MOST_BALLOTS = 5000
FACTS = ("gathering", "code", "ideas", "votes_per_participant", "closes_at")


def open_round(uow: UnitOfWork, body: Values, gathering_id: str) -> Document:
    """Open a vote on the ideas in the plenary, or on those that `body` names (a run-off)."""
    gathering = easw_of(uow, gathering_id)
    if body["closes_at"] is not None and body["closes_at"] <= uow.now():
        raise Invalid({"closes_at": [_("This must be in the future.")]})
    take_step(uow, gathering, "open_round")
    round = {
        **body,
        "city": gathering["city"],
        "gathering": gathering_id,
        "code": new_code(CODE_SIGNS),
        "ideas": _ideas(uow, gathering_id, body["ideas"]),
        "status": "open",
        "closed_at": None,
        "voters": None,
        "results": None,
        "run_off": None,
    }
    uow.add("rounds", round)
    uow.put("turnouts", {"_id": round["_id"], "joined": dict.fromkeys(ROLE_GROUPS, 0), "walk_ins": 0})
    uow.publish(RoundOpened, round, **{name: round[name] for name in FACTS})
    return round


def _ideas(uow: UnitOfWork, gathering_id: str, wanted: list[str] | None) -> list[str]:
    submitted = {"gathering": gathering_id, "status": "submitted"}
    there = [row["_id"] for row in uow.find("ideas", submitted, sort=[("_id", 1)], fields=("_id",))]
    if not there:
        raise Conflict(_("No idea is in the plenary."))
    strange = [place for place, id in enumerate(wanted or ()) if id not in there]
    if strange:
        raise Invalid({f"ideas.{place}": [_("This idea is not in the plenary.")] for place in strange})
    return there if wanted is None else sorted(set(wanted))


def close_round(uow: UnitOfWork, gathering_id: str, id: str) -> Document:
    """Close a vote and count it; a vote that is closed already is given as it is."""
    round = round_of(uow, gathering_id, id)
    return _close(uow, round) if round["status"] == "open" else round


def close_when_due(uow: UnitOfWork, id: str) -> None:
    """Close a vote whose time is over; does nothing when somebody was quicker."""
    round = uow.get("rounds", id)
    if round["status"] == "open" and round["closes_at"] is not None and round["closes_at"] <= uow.now():
        _close(uow, round)


def _close(uow: UnitOfWork, round: Document) -> Document:
    ballots = _anonymised(uow, round)
    outcome = results.of(round, _titles(uow, round), ballots)
    round.update(outcome, status="closed", closed_at=uow.now(), voters=len(ballots))
    uow.save("rounds", round)
    take_step(uow, uow.get("gatherings", round["gathering"]), "close_round")
    told = {name: round[name] for name in (*FACTS, "voters", "run_off")}
    uow.publish(RoundClosed, round, results=results.for_the_public(round["results"]), **told)
    return round


def _titles(uow: UnitOfWork, round: Document) -> dict[str, str]:
    rows = uow.find("ideas", {"_id": {"$in": round["ideas"]}}, fields=("title",))
    return {row["_id"]: row["title"] for row in rows}


def _anonymised(uow: UnitOfWork, round: Document) -> list[Ballot]:
    """The ballots, from now on without any trace of who cast them or in which order: new ids by chance, no voters.

    Taking the voters away meets, in the store, every ballot and every joining that is under way: one of the two is
    done again, and finds the vote closed, or the ballot there.
    """
    everything = uow.as_system()
    rows = everything.find("ballots", {"round": round["_id"]}, limit=MOST_BALLOTS)
    for row in rows:
        uow.discard("ballots", row["_id"])
    for voter in everything.find("voters", {"round": round["_id"]}, limit=MOST_BALLOTS, fields=("_id",)):
        uow.discard("voters", voter["_id"])
    uow.discard("turnouts", round["_id"])
    fresh = sorted(({**row, "_id": str(uuid.uuid4())} for row in rows), key=lambda row: str(row["_id"]))
    for row in fresh:
        uow.put("ballots", row)
    return [Ballot(row["role_group"], tuple(row["votes"])) for row in fresh]
