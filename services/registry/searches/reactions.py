"""What follows for saved searches when somebody may see more or less than before."""

from services.chassis.actor import Actor
from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts import gateway
from services.registry.searches.commands import follow_access, forget_owner

reactions = Reactions()


@reactions.to(gateway.AccessChanged)
def limit_searches(uow: UnitOfWork, event: Received) -> None:
    """An alert is no way around a city or a scope that was taken away."""
    owner = Actor(id=event.subject, kind="person", scopes=frozenset(event.data["scopes"]))
    cities = None if event.data["everywhere"] else sorted(event.data["cities"])
    follow_access(uow, owner.id, cities, owner.may("registry:read"))


@reactions.to(gateway.AccountErased)
def forget_searches(uow: UnitOfWork, event: Received) -> None:
    """What nobody owns any more is nobody's to find."""
    forget_owner(uow, event.subject)
