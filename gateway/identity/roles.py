"""What each role may do, and whether everywhere. The one table from which permissions come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.chassis.actor import ALL, Actor, Cities
from services.chassis.i18n import N_

SERVICES: Final = ("registry", "workshops", "transfers", "support", "notifications")
"""Those of the network's work: coordinators and the staff of lead organisations write all, other staff read all."""
ADMINISTRATION: Final = ("gateway", "operator")
SCOPES: Final = tuple(f"{one}:{what}" for one in (*SERVICES, *ADMINISTRATION) for what in ("read", "write"))
READS: Final = frozenset(f"{service}:read" for service in SERVICES)
WRITES: Final = frozenset(f"{service}:write" for service in SERVICES)
OWN_MATTERS: Final = frozenset({"support:read", "support:write", "notifications:read", "notifications:write"})
"""What everybody with an account may: ask the support desk, read their messages, set how they are told."""


@dataclass(frozen=True)
class Role:
    """A role's name on screen, its scopes, and whether it holds them in every city."""

    title: str
    scopes: frozenset[str]
    everywhere: bool = False


ROLES: Final[dict[str, Role]] = {
    "coordinator": Role(N_("Network coordinator"), READS | WRITES | {"gateway:read", "gateway:write"}, everywhere=True),
    "lead_staff": Role(N_("Lead organisation staff"), READS | WRITES),
    "partner_staff": Role(N_("Partner staff"), READS | OWN_MATTERS),
    "facilitator": Role(N_("Facilitator"), READS | OWN_MATTERS | {"workshops:write"}),
    "funding_authority": Role(N_("Funds management authority"), READS | OWN_MATTERS),
    "operator": Role(
        N_("Operator"),
        OWN_MATTERS | {"operator:read", "operator:write", "gateway:read", "gateway:write", "registry:read"},
        everywhere=True,
    ),
}  # fmt: skip

CITY_SYSTEM: Final = "city_system"
"""The role of every API client; what it may do are the scopes that it was given."""


def scopes_of(roles: Collection[str]) -> frozenset[str]:
    """Everything that somebody with `roles` may do."""
    return frozenset().union(*(ROLES[role].scopes for role in roles))


def beyond(actor: Actor, scopes: Collection[str]) -> list[str]:
    """Which of `scopes` the actor may not give to others: those of administration that they do not hold themselves.

    Scopes of the network's work are given by whoever administers accounts; otherwise an operator could not even switch
    off an account that was stolen.
    """
    return [scope for scope in scopes if scope.partition(":")[0] in ADMINISTRATION and not actor.may(scope)]


def cities_of(roles: Collection[str], cities: Collection[str]) -> Cities:
    """Where somebody with `roles` may do it: their cities, or everywhere with a role of the whole network."""
    return ALL if any(ROLES[role].everywhere for role in roles) else frozenset(cities)
