"""The addresses of one's own sessions. No rule lives here."""

from __future__ import annotations

from gateway.api.schemas import SessionShape
from gateway.identity import sessions
from gateway.settings import GatewaySettings
from services.chassis.actor import Actor
from services.chassis.errors import Unauthenticated
from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.http.schema import Filters
from services.chassis.store import Document, Page, Reader, UnitOfWork

routes = Routes("sessions", summary="Your own sessions")


@routes.page("/sessions", needs=PUBLIC, filters=Filters, shows=SessionShape)
def list_my_sessions(read: Reader, query: Document) -> Page:
    """Where you are signed in, the last used first."""
    mine = sessions.of_account(read, _person(read.actor), GatewaySettings.from_environment().session_idle)
    return Page(items=mine[: query["limit"]], next=None)


@routes.act("/sessions/<id>/end", needs=PUBLIC)
def end_my_session(uow: UnitOfWork, id: str) -> None:
    """Sign out there."""
    sessions.end(uow, _person(uow.actor), id)


def _person(actor: Actor) -> str:
    """The account of who asks; only people have sessions."""
    if actor.kind != "person":
        raise Unauthenticated()
    return actor.id
