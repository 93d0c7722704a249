"""The addresses that a round's short code opens: for phones in the room, without an account."""

from __future__ import annotations

from typing import Any

from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Document, Reader, UnitOfWork
from services.workshops.easw import queries
from services.workshops.easw.commands import ballots, voters
from services.workshops.easw.schemas import BallotBody, BallotShape, PublicRoundShape, VoterBody, VoterShape

routes = Routes("voting", summary="Voting in the room by a short code")


@routes.read("/rounds/<code>", needs=PUBLIC, shows=PublicRoundShape)
def show_round(read: Reader, code: str) -> Document:
    """Show a vote: its ideas and rules, and its results once it is closed."""
    return queries.public_round(read, code)


@routes.act("/rounds/<code>/voters", needs=PUBLIC, body=VoterBody, shows=VoterShape, status=201)
def join(uow: UnitOfWork, body: dict[str, Any], code: str) -> Document:
    """Join a vote; the token in the answer is told once."""
    return voters.join(uow, body, code)


@routes.act("/rounds/<code>/ballots", needs=PUBLIC, body=BallotBody, shows=BallotShape)
def vote(uow: UnitOfWork, body: dict[str, Any], code: str) -> Document:
    """Hand in a ballot, or another in its place, until the vote closes."""
    return ballots.vote(uow, body, code)
