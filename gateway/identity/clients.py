"""API clients of city systems: made with scopes and a city, secrets shown once and exchanged with overlap."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from gateway.identity import access
from gateway.identity.roles import CITY_SYSTEM, SCOPES, beyond
from gateway.identity.secrets import kept_of, new_secret
from gateway.records import Records
from services.chassis.actor import ALL, Actor, Cities
from services.chassis.clock import WallClock
from services.chassis.config import Settings
from services.chassis.errors import Forbidden, Invalid
from services.chassis.i18n import _
from services.chassis.store import Database, Document, Reader, UnitOfWork, search_words

ACTIVE: Final = "active"


def create_client(database: Database, name: str, scopes: Iterable[str], city: str | None = None) -> tuple[str, str]:
    """A client made by the platform itself (command line): its id and its secret. Invalid when a scope is unknown."""

    def work(uow: UnitOfWork) -> tuple[str, str]:
        client, secret = add_client(uow, {"name": name, "scopes": scopes, "city": city})
        return str(client["_id"]), secret

    return Records(database, Settings(service="gateway"), WallClock()).write(work)


def add_client(uow: UnitOfWork, facts: Mapping[str, Any]) -> tuple[Document, str]:
    """A new client and its secret, which is not kept. Forbidden when it would outdo whoever makes it."""
    secret = new_secret()
    client: Document = {
        "_id": uow.new_id(),
        "city": facts.get("city"),
        "status": ACTIVE,
        **_named(facts["name"]),
    }
    client |= {"made_by": uow.actor.id, "scopes": _checked_scopes(uow.actor, facts["scopes"])}
    client["secrets"] = [{"kept": kept_of(secret), "since": uow.now(), "until": None}]
    return uow.add("clients", client), secret


def change_client(uow: UnitOfWork, client: Document, changes: Mapping[str, Any]) -> Document:
    """Change name, scopes or status; tokens that are out follow within a second.

    Forbidden when the client holds, or would hold, a power over the platform that whoever asks does not.
    """
    _check_power(uow.actor, client["scopes"])
    client.update(changes)
    if "scopes" in changes:
        client["scopes"] = _checked_scopes(uow.actor, changes["scopes"])
    client.update(_named(client["name"]))
    uow.save("clients", client)
    if "scopes" in changes or "status" in changes:
        access.say(uow, client, client["scopes"] if client["status"] == ACTIVE else (), _cities(client))
    return client


def renew_secret(uow: UnitOfWork, client: Document, overlap: timedelta) -> tuple[Document, str]:
    """Another secret for the client; the newest until now goes on for `overlap`, older ones end at once.

    Forbidden when the client may do more than whoever asks: the secret would hand it to them.
    """
    _check_power(uow.actor, client["scopes"])
    secret, now = new_secret(), uow.now()
    newest = client["secrets"][-1]
    client["secrets"] = [
        {**newest, "until": now + overlap},
        {"kept": kept_of(secret), "since": now, "until": None},
    ]
    return uow.save("clients", client), secret


def remove_client(uow: UnitOfWork, client: Document) -> None:
    """Take the client away; its tokens end within a second. Forbidden as for a change."""
    _check_power(uow.actor, client["scopes"])
    uow.remove("clients", client)
    access.say(uow, client, (), frozenset())


def find_client(read: Reader, client_id: str, secret: str) -> Document | None:
    """The active client that `secret` belongs to, or None. Every comparison takes the same time."""
    client, kept, now = active(read, client_id), kept_of(secret), read.now()
    good = [row for row in client["secrets"] if row["until"] is None or row["until"] > now] if client else []
    matching = [row for row in good if hmac.compare_digest(row["kept"], kept)]
    return client if matching else None


def active(read: Reader, client_id: str) -> Document | None:
    """The client, unless it is switched off or gone."""
    return read.as_system().first("clients", {"_id": client_id, "status": ACTIVE})


def actor_of(client: Mapping[str, Any], scopes: Iterable[str], language: str = "en") -> Actor:
    """The client as an actor, with those of its scopes that its token asked for and it still holds."""
    return Actor(
        id=client["_id"],
        kind="client",
        roles=frozenset({CITY_SYSTEM}),
        cities=_cities(client),
        scopes=frozenset(scopes) & frozenset(client["scopes"]),
        language=language,
        name=client["name"],
    )


def _cities(client: Mapping[str, Any]) -> Cities:
    return frozenset({client["city"]}) if client["city"] else ALL


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "words": search_words(name)}


def _checked_scopes(actor: Actor, scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        named = [_("There is no scope %(name)s.", name=scope) for scope in unknown]
        raise Invalid({"scopes": named or [_("Give at least one scope.")]})
    _check_power(actor, wanted)
    return wanted


def _check_power(actor: Actor, scopes: Iterable[str]) -> None:
    if beyond(actor, list(scopes)):
        raise Forbidden(_("You cannot give or take away more than you hold yourself."))
