"""The listener: every note and every letter has one effect here, a row that a repetition would double."""

from __future__ import annotations

from services.chassis.events import Reactions, Received
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, UnitOfWork
from tests.reliability.world.clerk import LetterStamped
from tests.service.chassis import toy

reactions = Reactions()


@reactions.to(LetterStamped)
def count_letter(uow: UnitOfWork, event: Received) -> None:
    """Leave one row."""
    uow.put("effects", {"_id": uow.new_id(), "event": event.id})


service = Service(
    name="listener",
    collections=[Collection("copies", scope=INTERNAL), Collection("effects", scope=INTERNAL)],
    reactions=[toy.reactions, reactions],
)
create_app, create_worker = service.create_app, service.create_worker
