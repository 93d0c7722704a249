"""Accounts of people: made, changed, switched off, given a password. Sessions and signing in are elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from gateway.identity import access, passwords, sessions
from gateway.identity.roles import ROLES, beyond, cities_of, scopes_of
from gateway.identity.second_factor import kept as second_factors
from gateway.records import Records
from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.errors import Conflict, Forbidden, Gone, Invalid
from services.chassis.i18n import _
from services.chassis.store import Database, Document, Reader, UnitOfWork, search_words
from services.contracts.gateway import PasswordChanged

ACTIVE: Final = "active"
DISABLED: Final = "disabled"
FACTS: Final = ("email", "name", "language", "organisation", "roles", "cities", "status")


def create_account(
    database: Database,
    email: str,
    name: str,
    password: str,
    roles: Collection[str],
    cities: Collection[str],
    language: str = "en",
) -> str:
    """An account with a password, made by the platform itself (command line, demonstration). Returns its id.

    Invalid when the address is taken, a role is unknown or the password is not good enough.
    """

    def work(uow: UnitOfWork) -> str:
        account = add_account(
            uow, {"email": email, "name": name, "roles": roles, "cities": cities, "language": language}
        )
        set_password(uow, account, password)
        return str(account["_id"])

    return Records(database, Settings(service="gateway"), WallClock()).write(work)


def add_account(uow: UnitOfWork, facts: Mapping[str, Any]) -> Document:
    """A new account without a password. Invalid when the address is taken; Forbidden when it would outdo its maker."""
    account: Document = {"_id": uow.new_id(), "city": None, "status": ACTIVE, "organisation": None, "password": None}
    account |= {"second_factors": [], "recovery_codes": 0}
    uow.add("accounts", account := account | _checked(uow, account | dict(facts)))
    say_access(uow, account)
    return account


def change_account(uow: UnitOfWork, account: Document, changes: Mapping[str, Any]) -> Document:
    """Change the named facts. Who gets other roles or cities, or is switched off, is signed out everywhere."""
    before = dict(account)
    check_rank(uow.actor, before)
    account.update(_checked(uow, account | dict(changes)))
    if account["status"] == DISABLED and account["_id"] == uow.actor.id:
        raise Conflict(_("You cannot switch off your own account."))
    if any(before[key] != account[key] for key in ("email", "roles", "cities", "status")):
        sessions.end_all(uow, account["_id"])
    uow.save("accounts", account)
    if any(before[key] != account[key] for key in ("roles", "cities", "status")):
        say_access(uow, account)
    return account


def choose_language(uow: UnitOfWork, account_id: str, language: str) -> Document:
    """A person's own choice of the language in which we write to them."""
    account = uow.as_system().get("accounts", account_id)
    account["language"] = language
    return uow.as_system().save("accounts", account)


def set_password(uow: UnitOfWork, account: Document, password: str) -> None:
    """Give the account another password and end its sessions. Invalid (path `password`) when it is not good enough."""
    faults = passwords.faults_of(password, account["name"], account["email"])
    if faults:
        raise Invalid({"password": faults})
    renewed = account["password"] is not None
    sessions.end_all(uow, account["_id"])
    account["password"] = passwords.hash_of(password)
    uow.as_system().save("accounts", account)
    if renewed:
        uow.publish(PasswordChanged, account, dataref=f"/contacts/accounts/{account['_id']}")


def actor_of(account: Mapping[str, Any], language: str | None = None) -> Actor:
    """The person as an actor, with what their roles allow."""
    return Actor(
        id=account["_id"],
        kind="person",
        roles=frozenset(account["roles"]),
        cities=cities_of(account["roles"], account["cities"]),
        scopes=scopes_of(account["roles"]),
        language=language or account["language"],
        organisation=account["organisation"],
        name=account["name"],
    )


def reset_second_factor(uow: UnitOfWork, account: Document) -> Document:
    """Take the second factors from an account whose owner lost them; ends its sessions and tells its owner.

    Forbidden when it holds more than who resets; Conflict for one's own, which takes a password.
    """
    check_rank(uow.actor, account)
    if account["_id"] == uow.actor.id:
        raise Conflict(_("Remove your own second factor on the page of your account."))
    second_factors.reset(uow, account)
    return account


def reset_second_factor_of(database: Database, email: str) -> None:
    """`reset_second_factor` by the platform itself (command line). Invalid when there is no such account."""

    def work(uow: UnitOfWork) -> None:
        found = uow.first("accounts", {"email": folded_email(email)})
        if found is None:
            raise Invalid({"email": [_("There is no account with this address.")]})
        reset_second_factor(uow, uow.get("accounts", found["_id"]))

    Records(database, Settings(service="gateway"), WallClock()).write(work)


def contact_of(read: Reader, id: str) -> Document:
    """How to write to the owner of an account, or to who made an API client, with the page for a new password.

    Gone when there is nobody any more.
    """
    system = read.as_system()
    client = system.first("clients", {"_id": id})
    account = system.first("accounts", {"_id": client["made_by"] if client else id, "status": ACTIVE})
    if account is None:
        raise Gone()
    return contact(account, f"{read.settings.public_url}/{account['language']}/account/forgotten-password")


def contact(account: Mapping[str, Any], link: str) -> dict[str, Any]:
    """What notifications needs to write to the person: name, email, language, link."""
    return {"name": account["name"], "email": account["email"], "language": account["language"], "link": link}


def folded_email(email: str) -> str:
    """The address as accounts are found by it."""
    return email.strip().lower()


def _checked(uow: UnitOfWork, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that an account keeps, with what is derived from them."""
    account = {fact: facts[fact] for fact in FACTS}
    account["email"] = folded_email(account["email"])
    account["roles"], account["cities"] = sorted(set(account["roles"])), sorted(set(account["cities"]))
    account["words"] = search_words(f"{account['name']} {account['email']}")
    unknown = [role for role in account["roles"] if role not in ROLES]
    if unknown:
        raise Invalid({"roles": [_("There is no role %(name)s.", name=role) for role in unknown]})
    if not account["cities"] and not any(ROLES[role].everywhere for role in account["roles"]):
        raise Invalid({"cities": [_("Somebody with these roles needs at least one city.")]})
    same_address = uow.as_system().first("accounts", {"email": account["email"], "_id": {"$ne": facts["_id"]}})
    if same_address is not None:
        raise Invalid({"email": [_("There is an account with this address already.")]})
    check_rank(uow.actor, account)
    return account


def check_rank(actor: Actor, account: Mapping[str, Any]) -> None:
    """Nobody gives, or takes from, another a power over the platform, or a city, that they do not hold themselves."""
    if not outranks(actor, account):
        raise Forbidden(_("You cannot give or take away more than you hold yourself."))


def outranks(actor: Actor, account: Mapping[str, Any]) -> bool:
    """Whether `actor` holds every power over the platform, and reaches every city, that the account does."""
    return not beyond(actor, scopes_of(account["roles"])) and reaches(actor, account)


def reaches(actor: Actor, account: Mapping[str, Any]) -> bool:
    """Whether every city in which the account works is within the reach of `actor`."""
    cities = cities_of(account["roles"], account["cities"])
    return all(map(actor.reaches, cities)) if isinstance(cities, frozenset) else actor.reaches(None)


def say_access(uow: UnitOfWork, account: Document) -> None:
    """Say what the owner of the account may do: nothing where it is switched off."""
    scopes = scopes_of(account["roles"]) if account["status"] == ACTIVE else frozenset()
    access.say(uow, account, scopes, cities_of(account["roles"], account["cities"]))
