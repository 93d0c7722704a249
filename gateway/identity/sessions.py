"""Sessions of people in a browser: begun at sign-in with a new secret, found by its hash, listed, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from gateway.identity.secrets import kept_of, new_secret
from services.chassis.store import Document, Reader, UnitOfWork

SEEN_TO_THE: Final = timedelta(minutes=1)
"""How exactly the last use is kept; a write a request would cost too much."""

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def begin(uow: UnitOfWork, account: Document, user_agent: str, longest: timedelta) -> str:
    """A new session of `account` that ends after `longest` at the latest; its secret, which is kept nowhere."""
    secret, now = new_secret(), uow.now()
    uow.put(
        "sessions",
        {
            "_id": kept_of(secret),
            "account": account["_id"],
            "browser": browser_of(user_agent),
            "created_at": now,
            "seen_at": now,
            "ends_at": now + longest,
        },
    )
    return secret


def find(read: Reader, secret: str, idle: timedelta) -> Document | None:
    """The session that `secret` opens, unless it has ended, was idle for too long or its account is not active."""
    session, now = read.first("sessions", {"_id": kept_of(secret)}), read.now()
    if session is None or session["ends_at"] <= now or session["seen_at"] + idle <= now:
        return None
    return session


def note_use(uow: UnitOfWork, id: str) -> None:
    """Keep that the session was used just now; one that was ended meanwhile stays ended."""
    session = uow.first("sessions", {"_id": id})
    if session is not None:
        uow.put("sessions", {**session, "seen_at": uow.now()})


def of_account(read: Reader, account_id: str, idle: timedelta) -> list[Document]:
    """The sessions of an account that are still good, the last used first."""
    good = {"account": account_id, "ends_at": {"$gt": read.now()}, "seen_at": {"$gt": read.now() - idle}}
    return read.as_system().find("sessions", good, sort=[("seen_at", -1)])


def end(uow: UnitOfWork, account_id: str, id: str) -> None:
    """End one session of the account; another's is left alone."""
    if uow.as_system().first("sessions", {"_id": id, "account": account_id}) is not None:
        uow.discard("sessions", id)


def end_all(uow: UnitOfWork, account_id: str, *, but: str | None = None) -> None:
    """End every session of the account, except the one with the id `but`, and every sign-in that has only begun."""
    for begun in uow.as_system().find("begun_sign_ins", {"account": account_id}, fields=("_id",)):
        uow.discard("begun_sign_ins", begun["_id"])
    for session in uow.as_system().find("sessions", {"account": account_id, "_id": {"$ne": but}}, fields=("_id",)):
        uow.discard("sessions", session["_id"])


def browser_of(user_agent: str) -> str:
    """A short name of a browser and system, such as "Firefox, Linux"; the whole header is more than we need to keep."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)
