"""What everybody may expect at every address: the tables, and how an expectation is read off them.

An address, a role or a scope that the tables do not name is a KeyError, so nothing new goes unjudged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from services.chassis.actor import Actor
from services.chassis.http.routes import INTERNAL_ONLY, PUBLIC
from services.chassis.service import Service
from tests.security.estates import Estate
from tests.security.everyone import OURS
from tests.security.examples import body_of

ANSWERED: Final = "answered"
"""Not refused: done, or told what is wrong with the request itself."""
WITHOUT: Final = "answered without it"
"""A list that does not hold what is ours."""
Expected = int | str | tuple[int, ...]

BY_NEED: Final[dict[str, tuple[Expected, ...]]] = {
    # what it needs  a false passport  no passport  another service  signed in without the scope
    PUBLIC: (401, ANSWERED, ANSWERED, ANSWERED),
    INTERNAL_ONLY: (401, 403, ANSWERED, 403),
    "a scope": (401, 401, 403, 403),
}

BY_OWNER: Final[dict[str, tuple[Expected, ...]]] = {
    # whose it is  another city reads it  lists it  writes it
    "city": (404, WITHOUT, (403, 404)),
    "network": (ANSWERED, ANSWERED, 403),
    "oneself": (ANSWERED, WITHOUT, ANSWERED),
    "platform": (ANSWERED, ANSWERED, ANSWERED),
}

OWNED: Final = {
    "registry": {
        "cities": "network", "organisations": "network", "people": "city", "partnerships": "network", "imports": "city",
        "people/exports": "oneself", "consent-purposes": "network",
        "partnerships/agreements": "city", "partnerships/meetings": "city", "partnerships/decisions": "city",
        "partnerships/assessments": "city",
        "stakeholders": "city", "stakeholder-gaps": "city", "erasures": "city", "late-erasures": "platform",
        "retention-rules": "network", "retention-runs": "network",
        "services": "network", "suggestions": "network",
        "searches": "oneself", "held-about": "oneself", "duplicates": "network", "uploads": "city",
        "mappings": "city", "templates": "platform", "traces": "platform",
    },
    "workshops": {"gatherings": "city", "held-about": "oneself"},
    "transfers": {"practices": "network", "transfers": "network", "plans": "network", "ideas": "city"},
    "support": {"tickets": "city", "held-about": "oneself"},
    "notifications": {
        "mails": "city", "webhooks": "city", "messages": "city", "preferences": "oneself", "event-types": "platform",
        "mailbox": "platform", "held-about": "oneself",
    },
    "gateway": {"accounts": "city", "clients": "city", "held-about": "oneself"},
}  # fmt: skip
"""Whose the objects below an address are that needs a scope of its service."""

OPERATION: Final = {
    "GET /status": "operator:read", "GET /feed": "operator:read", "GET /audit": "operator:read",
    "GET /audit/checkpoints": "operator:read",
    "GET /dead-letters": "operator:read", "GET /dead-letters/<id>": "operator:read",
    "POST /dead-letters/<id>/replay": "operator:write", "POST /dead-letters/<id>/discard": "operator:write",
}  # fmt: skip
"""What every service has for operators, and the scope it needs."""

OF_THE_NETWORK: Final = {"POST /cities", "PATCH /retention-rules/<id>", "POST /accounts", "accounts"}
"""What belongs to no city, so that only who has the whole network reaches it."""
ANYBODYS: Final = {"POST /tickets"}
"""What people of one city may leave with another."""
ONES_OWN: Final = {"me", "sessions"}
"""Public to look at, but only somebody who is signed in has any: `sessions` a person, `me` a program too."""

KEPT_FROM: Final = {"POST /rounds/<code>/voters": "workshops:write"}
"""Public, but not for people who hold this scope: facilitators and staff do not vote."""


@dataclass(frozen=True)
class Place:
    """One address and method of a service."""

    method: str
    path: str
    kind: str
    needs: str
    owner: str
    body: dict[str, Any] | None = None
    prefix: str = ""
    """What stands before the path: nothing where a standard says what the whole address is."""

    @property
    def name(self) -> str:
        """As the tables name it."""
        return f"{self.method} {self.path}"

    @property
    def listing(self) -> str:
        """The first part of its path."""
        return self.path.split("/")[1]

    @property
    def need(self) -> str:
        """Its row in BY_NEED."""
        return self.needs if self.needs in BY_NEED else "a scope"


def places(service: Service, estate: Estate) -> Iterator[Place]:
    """Every place of the service, each with a right body. KeyError for one without a rule."""
    for table, route in ((one, route) for one in service.routes for route in one.table):
        public = route.needs in (PUBLIC, INTERNAL_ONLY)
        owner = "platform" if public else _owner(service.name, route.path)
        given = estate.bodies.get(f"{route.method} {route.path}", {})
        body = body_of(route.body, **given) if route.body is not None else None
        prefix, path = ("", f"{table.at}{route.path}") if table.at else (f"/api/v1/{service.name}", route.path)
        yield Place(route.method, path, route.kind, route.needs, owner, body, prefix)
    for name, needs in OPERATION.items():
        method, _blank, path = name.partition(" ")
        yield Place(method, path, "operation", needs, "platform", None, f"/api/v1/{service.name}")


def _owner(service: str, path: str) -> str:
    """Whose it is: what is below a thing goes by its own rule where there is one, else by that of the thing."""
    parts = [part for part in path.split("/") if part and not part.startswith("<")]
    return OWNED[service].get("/".join(parts[:2])) or OWNED[service][parts[0]]


def for_false_passports(place: Place) -> Expected:
    """What a passport that is not genuine brings."""
    return BY_NEED[place.need][0]


def for_nobody(place: Place) -> Expected:
    """What somebody without a passport gets."""
    return 401 if place.listing in ONES_OWN else BY_NEED[place.need][1]


def for_another_service(place: Place) -> Expected:
    """What a service gets that asks for itself; it follows the others' feeds."""
    if place.listing == "sessions":
        return 401
    return ANSWERED if place.path == "/feed" else BY_NEED[place.need][2]


def for_somebody(place: Place, actor: Actor) -> Expected:
    """What a person or an API client gets."""
    if place.listing == "sessions" and actor.kind != "person":
        return 401
    if actor.kind == "person" and actor.may(KEPT_FROM.get(place.name, "nothing")):
        return 403
    if place.needs in BY_NEED or not actor.may(place.needs):
        return BY_NEED[place.need][3]
    ours = {place.name, place.listing}
    if actor.reaches(None) or ours & ANYBODYS or (actor.reaches(OURS) and not ours & OF_THE_NETWORK):
        return ANSWERED
    reading, listing, writing = BY_OWNER[place.owner]
    if place.method != "GET":
        return writing
    return listing if place.kind == "page" and place.path.count("/") == 1 else reading
