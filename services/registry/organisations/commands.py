"""What can be done with organisations: load, ask the model, save, say the event."""

from services.chassis.errors import Conflict
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry.commands import apply, check_city, check_position, city_for
from services.registry.duplicates.names import match_keys
from services.registry.organisations import model


def register_organisation(uow: UnitOfWork, body: Document) -> Document:
    """Register an organisation for a city of who asks, or for the network; name, kind and country are enough."""
    return enter_organisation(uow, {**body, "city": city_for(uow, body)})


def enter_organisation(uow: UnitOfWork, facts: Document) -> Document:
    """Enter an organisation into the register whose `city` is settled; `origin` if it comes from a directory."""
    organisation = {"_id": uow.new_id(), **model.blank_organisation(), **facts}
    uow.add("organisations", searchable_organisation(organisation))
    uow.publish(says.OrganisationRegistered, organisation)
    return organisation


def change_organisation(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the sheet of an organisation; a change that changes nothing makes no new version."""
    organisation = uow.get("organisations", id)
    if "city" in body:
        check_city(uow, body["city"])
    if not apply(organisation, body):
        return organisation
    check_position(organisation)
    uow.save("organisations", searchable_organisation(organisation))
    uow.publish(says.OrganisationChanged, organisation)
    return organisation


def remove_organisation(uow: UnitOfWork, id: str) -> None:
    """Take an organisation out of the register. Raises `Conflict` while something needs it."""
    organisation = uow.get("organisations", id)
    lasting = [{"until": None}, {"until": {"$gt": uow.now().date().isoformat()}}]
    still = {"$elemMatch": {"organisation": id, "$or": lasting}}
    if uow.first("partnerships", {"status": "active", "members": still}):
        raise Conflict(_("This organisation is in a partnership. End the partnership or the mandate first."))
    if uow.as_system().first("people", {"roles": still}):
        raise Conflict(_("Somebody still has a role in this organisation. Take the role away first."))
    if uow.first("services", {"organisation": id}):
        raise Conflict(_("This organisation has services in the directory. Remove them first."))
    _unlink_stakeholders(uow, id)
    uow.remove("organisations", organisation)
    uow.publish(says.OrganisationRemoved, organisation)


def _unlink_stakeholders(uow: UnitOfWork, organisation: str) -> None:
    """Who is a stakeholder of some city as this organisation stays one, under its name alone."""
    everywhere = uow.as_system()
    for one in everywhere.find("stakeholders", {"organisation": organisation}):
        everywhere.save("stakeholders", everywhere.get("stakeholders", one["_id"]) | {"organisation": None})


def searchable_organisation(organisation: Document) -> Document:
    """Write what a search and the look for duplicates find it by."""
    organisation["match_keys"] = match_keys(organisation)
    return searchable(organisation, organisation["name"], organisation["short_name"], besides=[organisation["seat"]])
