"""What can be done with cities and organisations: load, ask the model, save, say the event."""


from services.chassis.actor import ALL
from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry import model
from services.registry.duplicates.names import match_keys

# Cities


def register_city(uow: UnitOfWork, body: Document) -> Document:
    """Let a city into the network; its id is made of its name. Raises `Conflict` when it is there already."""
    id = model.city_id(body["name"])
    if not id:
        raise Invalid({"name": [_("Write the name in Latin letters.")]})
    if uow.first("cities", {"_id": id}):
        raise Conflict(_("There is a city with this name already."))
    city = {"_id": id, **model.blank_city(), **body, "city": id}
    _check_place(city)
    uow.add("cities", searchable(city, city["name"]))
    uow.publish(says.CityRegistered, city)
    return city


def change_city(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the facts of a city; its id stays, since others know the city by it."""
    city = uow.get("cities", id)
    if not apply(city, body):
        return city
    _check_place(city)
    uow.save("cities", searchable(city, city["name"]))
    uow.publish(says.CityChanged, city)
    return city


# Organisations


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


def check_organisation(uow: UnitOfWork, id: str, path: str) -> None:
    """Raise `Invalid` for the field `path` unless organisation `id` is in the register."""
    if uow.first("organisations", {"_id": id}) is None:
        raise Invalid({path: [_("There is no such organisation in the register.")]})


# What people, partnerships and the other wings need too


def city_for(uow: UnitOfWork, body: Document) -> str | None:
    """The city of a new object: the one in the body, else the only one of who makes it. Raises `Invalid`."""
    wanted = body.get("city")
    check_city(uow, wanted)
    try:
        return model.city_for(wanted, None if uow.actor.cities is ALL else uow.actor.cities)
    except model.CityNeeded as needed:
        raise Invalid({"city": [_("Say for which of your cities this is.")]}) from needed


def check_city(uow: UnitOfWork, city: str | None) -> None:
    """Raise `Invalid` for the field `city` unless it is None or in the network."""
    if city is not None and uow.first("cities", {"_id": city}) is None:
        raise Invalid({"city": [_("There is no such city in the network.")]})


def _check_place(city: Document) -> None:
    check_position(city)
    if city["nuts3"] and not model.nuts3_fits(city["nuts3"], city["country"]):
        raise Invalid({"nuts3": [_("This is not a NUTS level 3 code of the country.")]})


def check_position(place: Document) -> None:
    """Raise `Invalid` for half a position."""
    if not model.position_is_whole(place):
        raise Invalid({"lat": [_("Give both latitude and longitude, or neither.")]})


def apply(document: Document, body: Document) -> bool:
    """Write what really changes into the document; whether there was anything."""
    changes = model.changes(document, body)
    document.update(changes)
    return bool(changes)


def searchable_organisation(organisation: Document) -> Document:
    """Write what a search and the look for duplicates find it by."""
    organisation["match_keys"] = match_keys(organisation)
    return searchable(organisation, organisation["name"], organisation["short_name"], besides=[organisation["seat"]])
