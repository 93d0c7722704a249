"""What is kept here for somebody's account: their preferences, messages to them, records of mails.

Told when they ask, to who works in the same cities, and erased when the gateway says that the account is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from services.chassis.actor import ALL
from services.chassis.events import Reactions, Received
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts.gateway import AccountErased
from services.notifications.messages.sentences import sentence

MOST: Final = 1000

reactions = Reactions()


def within_reach(read: Reader, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that are accounts of the reader's cities alone, as the gateway last said: of one of which nothing
    was said only who reaches all learns something.
    """
    wanted = sorted(set(ids))
    if read.actor.cities is ALL:
        return wanted
    reached = sorted(read.actor.cities)
    theirs = {"everywhere": False, "cities": {"$ne": [], "$not": {"$elemMatch": {"$nin": reached}}}}
    found = read.as_system().find("owners", {"_id": {"$in": wanted}, **theirs}, fields=("_id",), limit=MOST)
    return [one["_id"] for one in found]


def operators(read: Reader) -> list[str]:
    """The accounts that operate the platform, as the gateway last said."""
    found = read.as_system().find("owners", {"scopes": "operator:write"}, fields=("_id",), limit=MOST)
    return [one["_id"] for one in found]


def kept_for(read: Reader, ids: Iterable[str]) -> dict[str, list[Document]]:
    """What is kept for these accounts, by the name of the collection."""
    wanted, system = sorted(ids), read.as_system()
    return {name: system.find(name, condition, limit=MOST) for name, condition in _of(wanted).items()}


def as_read(message: Document) -> dict[str, Any]:
    """A message to an account as its owner sees it."""
    text = sentence(message["kind"], message["facts"])
    return {**message, "text": text, "read": message["account"] in message["read_by"]}


def _of(ids: list[str]) -> dict[str, Document]:
    wrote_to = {"dataref": {"$in": [f"/contacts/accounts/{id}" for id in ids]}}
    return {
        "preferences": {"_id": {"$in": ids}},
        "messages": {"account": {"$in": ids}},
        "mails": {"$or": [wrote_to, {"about": {"$in": ids}, "source": "gateway"}]},
    }


@reactions.to(AccountErased)
def forget_account(uow: UnitOfWork, event: Received) -> None:
    """Erase all that was kept for it."""
    for name, rows in kept_for(uow, [event.subject]).items():
        for row in rows:
            uow.discard(name, row["_id"])
