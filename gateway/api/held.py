"""The accounts of somebody, for when they ask what is held about them: the one address here that the website asks.

It asks for who is signed in there. They see accounts that work in their cities alone, as they see the rest of them.
"""

from __future__ import annotations

from gateway.api.schemas import AccountShape, SeenSessionShape
from gateway.identity import accounts, leaving, sessions
from gateway.settings import GatewaySettings
from services.chassis.held import HeldBody, as_shown, told
from services.chassis.http import fields
from services.chassis.http.routes import Routes
from services.chassis.http.schema import Shape
from services.chassis.store import Document, UnitOfWork

routes = Routes("held", summary="What is held about somebody")


class HeldAccountShape(AccountShape):
    """An account, and whether it goes when who asks erases its owner in the register."""

    goes_with_person = fields.Boolean()


class HeldShape(Shape):
    """All of it."""

    accounts = fields.ListOf(fields.Nested(HeldAccountShape), max=leaving.MOST)
    sessions = fields.ListOf(fields.Nested(SeenSessionShape), max=1000)


@routes.act("/held-about", needs="registry:write", body=HeldBody, shows=HeldShape)
def tell_held(uow: UnitOfWork, body: Document) -> Document:
    """The accounts with one of these addresses, and where they are signed in."""
    found = leaving.of_addresses(uow, body["addresses"])
    shown = [
        {**one, "goes_with_person": leaving.goes_by_word_of(uow.actor, one)}
        for one in found
        if accounts.reaches(uow.actor, one)
    ]
    idle = GatewaySettings.from_environment().session_idle
    open_sessions = [session for one in shown for session in sessions.of_account(uow, one["_id"], idle)]
    return {
        "accounts": told(uow, "accounts", shown, HeldAccountShape),
        "sessions": as_shown(open_sessions, SeenSessionShape),
    }
