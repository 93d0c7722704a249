"""What we keep of other services: which cities there are, which city has a published practice, who was merged."""

from collections.abc import Iterable

from services.chassis.errors import Invalid
from services.chassis.events import Reactions, Received
from services.chassis.i18n import _
from services.chassis.store import Reader, UnitOfWork, followed
from services.contracts.registry import CityChanged, CityRegistered, OrganisationMerged, OrganisationRestored
from services.contracts.transfers import PracticeChanged, PracticePublished

reactions = Reactions()


@reactions.to(CityRegistered, CityChanged)
def keep_city(uow: UnitOfWork, event: Received) -> None:
    """Know that the city is in the network."""
    uow.project("cities", event.subject, event.subject_version, {"name": event.data["name"]})


@reactions.to(PracticePublished, PracticeChanged)
def keep_practice(uow: UnitOfWork, event: Received) -> None:
    """Know which city has the practice: its experts answer questions about it."""
    uow.project("practices", event.subject, event.subject_version, {"city": event.city})


@reactions.to(OrganisationMerged)
def follow_merged(uow: UnitOfWork, event: Received) -> None:
    """Whoever answered for the organisation did so for its survivor, until it is restored."""
    uow.project("organisations", event.subject, event.subject_version, {"survivor": event.data["survivor"]})


@reactions.to(OrganisationRestored)
def forget_survivor(uow: UnitOfWork, event: Received) -> None:
    """It is itself again."""
    uow.project("organisations", event.subject, event.subject_version, {"survivor": None})


def survivors(read: Reader, ids: Iterable[str | None]) -> dict[str, str]:
    """Who stands now for each of the organisations: itself, or the one into which it was merged, step by step."""
    return followed(read, "organisations", "survivor", ids)


def check_city(read: Reader, city: str | None) -> None:
    """Raise `Invalid` unless the city is in the network; None is nowhere in particular and passes."""
    if city and not read.as_system().count("cities", {"_id": city}):
        raise Invalid({"city": [_("There is no such city in the network.")]})


def city_with(read: Reader, practice: str | None) -> str | None:
    """The city that has the practice, None for no practice. Raises `Invalid` when it is not a published one."""
    if practice is None:
        return None
    found = read.as_system().first("practices", {"_id": practice})
    if found is None:
        raise Invalid({"practice": [_("There is no published practice with this id.")]})
    return str(found["city"])
