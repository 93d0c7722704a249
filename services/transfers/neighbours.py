"""What we keep of the registry's cities and organisations, and the checks against it.

They follow by event, so that what was registered a moment ago may be unknown here for a second or two.
"""

from collections.abc import Iterable

from services.chassis.errors import Invalid
from services.chassis.events import Reactions, Received
from services.chassis.i18n import _
from services.chassis.store import Reader, UnitOfWork
from services.contracts.registry import (
    CityChanged,
    CityRegistered,
    OrganisationChanged,
    OrganisationRegistered,
    OrganisationRemoved,
)

reactions = Reactions()


@reactions.to(CityRegistered, CityChanged)
def keep_city(uow: UnitOfWork, event: Received) -> None:
    """Know the city and what it is called."""
    uow.project("cities", event.subject, event.subject_version, {"name": event.data["name"]})


@reactions.to(OrganisationRegistered, OrganisationChanged)
def keep_organisation(uow: UnitOfWork, event: Received) -> None:
    """Know the organisation and what it is called."""
    fields = {"name": event.data["name"], "removed": False}
    uow.project("organisations", event.subject, event.subject_version, fields)


@reactions.to(OrganisationRemoved)
def leave_organisation(uow: UnitOfWork, event: Received) -> None:
    """Let nothing new name the organisation; what names it already keeps the name."""
    uow.project("organisations", event.subject, event.subject_version, {"removed": True})


def check_city(read: Reader, city: str, path: str = "city") -> None:
    """Raise `Invalid` at `path` unless the city is in the network."""
    if not read.as_system().count("cities", {"_id": city}):
        raise Invalid({path: [_("There is no such city in the network.")]})


def check_organisation(read: Reader, id: str | None, path: str) -> None:
    """Raise `Invalid` at `path` unless the organisation is in the register; None is nobody and passes."""
    if id and not read.as_system().count("organisations", {"_id": id, "removed": False}):
        raise Invalid({path: [_("There is no such organisation in the register.")]})


def names_of_organisations(read: Reader, ids: Iterable[str | None]) -> dict[str, str]:
    """The names of organisations by id; one that is not known here is left out."""
    wanted = sorted({id for id in ids if id})
    found = read.as_system().find("organisations", {"_id": {"$in": wanted}}, fields=["name"]) if wanted else []
    return {one["_id"]: one["name"] for one in found if "name" in one}
