"""Which roles need a second factor. Set by who administers accounts; whether somebody has one is not known here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from gateway.identity import sessions
from gateway.identity.roles import ROLES
from gateway.records import Records
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Database, Document, Reader, UnitOfWork

BY_DEFAULT: Final = frozenset(role for role, facts in ROLES.items() if "gateway:write" in facts.scopes)
"""Who administers accounts of others, until something else is set."""
_ID: Final = "second-factor"
_MOST_ACCOUNTS: Final = 100_000


def kept(read: Reader) -> Document:
    """The rule as it is kept, or as it is by default, with its version."""
    found = read.as_system().first("rules", {"_id": _ID})
    return found or {"_id": _ID, "roles": sorted(BY_DEFAULT), "version": 0}


def is_needed(read: Reader, account: Mapping[str, Any]) -> bool:
    """Whether the account holds a role that needs a second factor."""
    return not set(kept(read)["roles"]).isdisjoint(account["roles"])


def change(uow: UnitOfWork, roles: Collection[str]) -> Document:
    """Have `roles` need a second factor. Who holds one and has set up none is signed out, to do so at the next sign-in.

    Conflict when that would be whoever asks: they would learn of it in the middle of their work.
    """
    wanted = sorted(set(roles))
    for account in _without_one(uow, wanted):
        if account["_id"] == uow.actor.id:
            raise Conflict(_("Set up a second factor for your own account first."))
        sessions.end_all(uow, account["_id"])
    if kept(uow)["version"] == 0:
        return uow.add("rules", {"_id": _ID, "city": None, "roles": wanted})
    rule = uow.get("rules", _ID)
    rule["roles"] = wanted
    return uow.save("rules", rule)


def let_passwords_do(database: Database) -> None:
    """Have no role need one, for a demonstration; a rule that somebody has set stays."""
    records = Records(database, Settings(service="gateway"), WallClock())
    if kept(records.read())["version"] == 0:
        records.write(lambda uow: change(uow, []))


def _without_one(read: Reader, roles: list[str]) -> list[Document]:
    without = {"roles": {"$in": roles}, "second_factors": {"$in": [None, []]}}
    return read.as_system().find("accounts", without, fields=("_id",), limit=_MOST_ACCOUNTS)
