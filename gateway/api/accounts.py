"""The addresses of accounts, for who administers them, and of oneself. No rule lives here."""

from __future__ import annotations

from gateway.api.schemas import AccountBody, AccountChangeBody, AccountFilters, AccountShape, MineShape
from gateway.identity import accounts, leaving, resets, sessions
from gateway.settings import GatewaySettings
from services.chassis.actor import ALL
from services.chassis.errors import Unauthenticated
from services.chassis.http.routes import PUBLIC, Routes
from services.chassis.store import Document, Page, Reader, UnitOfWork

routes = Routes("accounts", summary="Accounts of people")


@routes.read("/me", needs=PUBLIC, shows=MineShape)
def show_me(read: Reader) -> Document:
    """Who you are to the platform: roles, scopes, cities."""
    actor = read.actor
    if actor.kind == "anonymous":
        raise Unauthenticated()
    facts = {name: getattr(actor, name) for name in ("kind", "name", "language", "organisation")}
    cities = [] if actor.cities is ALL else sorted(actor.cities)
    held = {"roles": sorted(actor.roles), "scopes": sorted(actor.scopes), "everywhere": actor.cities is ALL}
    return {"_id": actor.id, **facts, **held, "cities": cities}


@routes.page("/accounts", needs="gateway:read", filters=AccountFilters, shows=AccountShape)
def list_accounts(read: Reader, query: Document) -> Page:
    """Accounts by name."""
    named = {"role": "roles", "status": "status", "city_of_work": "cities"}
    wanted = {field: query[name] for name, field in named.items() if name in query}
    return read.page("accounts", query, filter=wanted, search=["words"], sort_by=("name", "_id"))


@routes.read("/accounts/<id>", needs="gateway:read", shows=AccountShape)
def show_account(read: Reader, id: str) -> Document:
    """One account."""
    return read.get("accounts", id)


@routes.create("/accounts", needs="gateway:write", body=AccountBody, shows=AccountShape)
def make_account(uow: UnitOfWork, body: Document) -> Document:
    """Make an account and send its owner a link to choose a password."""
    account = accounts.add_account(uow, {"cities": [], **body})
    resets.invite(uow, account, GatewaySettings.from_environment().invitation_valid)
    return account


@routes.change("/accounts/<id>", needs="gateway:write", body=AccountChangeBody, shows=AccountShape)
def change_account(uow: UnitOfWork, body: Document, id: str) -> Document:
    """Change an account; other roles, cities or status end its sessions."""
    return accounts.change_account(uow, uow.get("accounts", id), body)


@routes.act("/accounts/<id>/invite", needs="gateway:write", shows=AccountShape)
def invite_again(uow: UnitOfWork, id: str) -> Document:
    """Send the link to choose a password once more."""
    account = uow.get("accounts", id)
    resets.invite(uow, account, GatewaySettings.from_environment().invitation_valid)
    return account


@routes.act("/accounts/<id>/sign-out", needs="gateway:write", shows=AccountShape)
def sign_out_everywhere(uow: UnitOfWork, id: str) -> Document:
    """End all sessions of an account."""
    account = uow.get("accounts", id)
    sessions.end_all(uow, id)
    return account


@routes.act("/accounts/<id>/reset-second-factor", needs="gateway:write", shows=AccountShape)
def reset_second_factor(uow: UnitOfWork, id: str) -> Document:
    """Take the second factors from somebody who lost them; their sessions end, and they are told by mail."""
    return accounts.reset_second_factor(uow, uow.get("accounts", id))


@routes.remove("/accounts/<id>", needs="gateway:write")
def erase_account(uow: UnitOfWork, id: str) -> None:
    """Erase an account with its sessions; what the person did stays under an id that leads nowhere."""
    leaving.erase_account(uow, uow.get("accounts", id))
