"""What we keep of the registry's cities: the time zone and languages that a gathering has unless it names others."""

from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork
from services.contracts.registry import CityChanged, CityRegistered

reactions = Reactions()


@reactions.to(CityRegistered, CityChanged)
def keep_city(uow: UnitOfWork, event: Received) -> None:
    """Keep what a gathering takes from its city."""
    facts = {"timezone": event.data["timezone"], "languages": event.data.get("languages", [])}
    uow.project("cities", event.subject, event.subject_version, facts)
