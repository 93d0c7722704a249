"""What we keep of the registry's cities and organisations, and the checks against it.

They follow by event, so that what was registered a moment ago may be unknown here for a second or two.
"""

from collections.abc import Iterable

from services.chassis.errors import Invalid
from services.chassis.events import Reactions, Received
from services.chassis.i18n import _
from services.chassis.store import Reader, UnitOfWork, followed
from services.contracts.registry import (
    CityChanged,
    CityRegistered,
    OrganisationChanged,
    OrganisationMerged,
    OrganisationRegistered,
    OrganisationRemoved,
    OrganisationRestored,
)

reactions = Reactions()


@reactions.to(CityRegistered, CityChanged)
def keep_city(uow: UnitOfWork, event: Received) -> None:
    """Know the city and what it is called."""
    uow.project("cities", event.subject, event.subject_version, {"name": event.data["name"]})


@reactions.to(OrganisationRegistered, OrganisationChanged, OrganisationRestored)
def keep_organisation(uow: UnitOfWork, event: Received) -> None:
    """Know the organisation and what it is called."""
    fields = {"name": event.data["name"], "removed": False, "survivor": None}
    uow.project("organisations", event.subject, event.subject_version, fields)


@reactions.to(OrganisationRemoved)
def leave_organisation(uow: UnitOfWork, event: Received) -> None:
    """Let nothing new name the organisation; what names it already keeps the name."""
    uow.project("organisations", event.subject, event.subject_version, {"removed": True})


@reactions.to(OrganisationMerged)
def follow_merged(uow: UnitOfWork, event: Received) -> None:
    """Whatever names the organisation means the survivor, until it is restored; nothing new names it."""
    fields = {"removed": True, "survivor": event.data["survivor"]}
    uow.project("organisations", event.subject, event.subject_version, fields)


def survivors(read: Reader, ids: Iterable[str | None]) -> dict[str, str]:
    """Who stands now for each of the organisations: itself, or the one into which it was merged, step by step."""
    return followed(read, "organisations", "survivor", ids)


def check_city(read: Reader, city: str, path: str = "city") -> None:
    """Raise `Invalid` at `path` unless the city is in the network."""
    if not read.as_system().count("cities", {"_id": city}):
        raise Invalid({path: [_("There is no such city in the network.")]})


def check_organisation(read: Reader, id: str | None, path: str) -> None:
    """Raise `Invalid` at `path` unless the organisation, or who it was merged into, is in the register; None passes."""
    now = survivors(read, [id]).get(id or "")
    if id and not read.as_system().count("organisations", {"_id": now, "removed": False}):
        raise Invalid({path: [_("There is no such organisation in the register.")]})


def names_of_organisations(read: Reader, ids: Iterable[str | None]) -> dict[str, str]:
    """The names of organisations by id; one that is not known here is left out."""
    wanted = sorted({id for id in ids if id})
    found = read.as_system().find("organisations", {"_id": {"$in": wanted}}, fields=["name"]) if wanted else []
    return {one["_id"]: one["name"] for one in found if "name" in one}
