"""A service that hears of organisations and keeps one projection of each: what is measured is the chassis, not it."""

from __future__ import annotations

from services.chassis.events import Reactions, Received
from services.chassis.service import Service
from services.chassis.store import INTERNAL, Collection, UnitOfWork
from services.contracts.registry import OrganisationChanged, OrganisationRegistered

reactions = Reactions()


@reactions.to(OrganisationRegistered, OrganisationChanged)
def show_partner(uow: UnitOfWork, event: Received) -> None:
    """Keep what the website keeps of an organisation."""
    uow.project("partners", event.subject, event.subject_version, {**event.data, "city": event.city})


service = Service(name="listener", collections=[Collection("partners", INTERNAL)], reactions=[reactions])
create_app, create_worker = service.create_app, service.create_worker
