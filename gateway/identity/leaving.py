"""Accounts that go: erased by who administers them, or with the person whose they are (services/chassis/erasing.py).

What opens the account goes with it; what its owner did stays under an id that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gateway.identity import access, accounts, resets, sessions
from gateway.identity.roles import ROLES
from gateway.identity.second_factor import kept as second_factors
from services.chassis.actor import Actor
from services.chassis.erasing import Known, erasing
from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts.gateway import AccountErased, AccountErasedWithPerson, CitiesLeftWithoutStaff, PersonErasureDone
from services.contracts.registry import PersonErased

MOST: Final = 100
STAFF: Final = [name for name, role in ROLES.items() if "registry:write" in role.scopes and not role.everywhere]
"""The roles that keep a city's part of the register."""


def erase_account(uow: UnitOfWork, account: Document) -> None:
    """Erase the account and end its sessions. Forbidden when it holds more than who erases it."""
    accounts.check_rank(uow.actor, account)
    if account["_id"] == uow.actor.id:
        raise Conflict(_("You cannot switch off your own account."))
    _erase(uow, account)


def forget(uow: UnitOfWork, known: Known) -> dict[str, int]:
    """Erase the accounts with an address of somebody, where who ordered it could have erased each as an administrator
    of their cities: noting a stranger's address must take no account away that is not one's own city's. Those who
    administer accounts are told of each that somebody else takes away.
    """
    theirs, ordered_by = of_addresses(uow, known.addresses), _orderer(uow, known)
    gone = [one for one in theirs if ordered_by and goes_by_word_of(ordered_by, one)]
    alone = [city for one in gone for city in _erase(uow, uow.get("accounts", one["_id"]))]
    if ordered_by and not ordered_by.may("gateway:write"):
        for one in gone:
            uow.publish(AccountErasedWithPerson, one, erasure=known.id, cities=one["cities"])
    return {"accounts": len(gone), "accounts_left": len(theirs) - len(gone), "cities_without_staff": len(alone)}


def of_addresses(read: Reader, addresses: Iterable[str]) -> list[Document]:
    """The accounts that are signed in to with one of the addresses, in whichever city."""
    folded = [accounts.folded_email(address) for address in addresses]
    return read.as_system().find("accounts", {"email": {"$in": folded}}, limit=MOST)


def _orderer(read: Reader, known: Known) -> Actor | None:
    """Who ordered an erasure, where they have an account: a rule or a program takes none away."""
    found = read.first("accounts", {"_id": known.ordered_by, "status": accounts.ACTIVE})
    return accounts.actor_of(found) if found else None


def goes_by_word_of(actor: Actor, account: Mapping[str, Any]) -> bool:
    """Whether the account is erased with the person whose it is when `actor` orders that."""
    return account["_id"] != actor.id and accounts.outranks(actor, account)


def _erase(uow: UnitOfWork, account: Document) -> list[str]:
    """Nothing of the account stays but the trail. Gives the cities that nobody else looked after."""
    alone = _looked_after_alone(uow, account)
    sessions.end_all(uow, account["_id"])
    second_factors.forget(uow, account["_id"])
    resets.forget(uow, account["_id"])
    uow.remove("accounts", account)
    access.say(uow, account, (), frozenset())
    uow.publish(AccountErased, account)
    if alone:
        uow.publish(CitiesLeftWithoutStaff, account, cities=alone)
    return alone


def _looked_after_alone(read: Reader, account: Mapping[str, Any]) -> list[str]:
    """The cities in which no other account could change what they keep."""
    if account["status"] != accounts.ACTIVE or not set(account["roles"]) & set(STAFF):
        return []
    others = {"_id": {"$ne": account["_id"]}, "status": accounts.ACTIVE, "roles": {"$in": STAFF}}
    system = read.as_system()
    return [city for city in account["cities"] if not system.count("accounts", {**others, "cities": city}, most=1)]


reactions, jobs = erasing(PersonErased, PersonErasureDone, forget)
