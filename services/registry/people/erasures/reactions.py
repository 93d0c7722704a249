"""The other services say that they have erased somebody."""

from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork
from services.registry.people.erasures import commands

reactions = Reactions()


@reactions.to(*commands.CONFIRMATIONS)
def note_confirmation(uow: UnitOfWork, event: Received) -> None:
    """Write it on the receipt."""
    commands.confirm(uow, event)
