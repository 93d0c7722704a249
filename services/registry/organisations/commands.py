"""What can be done with organisations: load, ask the model, save, say the event."""

from collections.abc import Mapping
from functools import partial

from services.chassis.errors import Conflict, Invalid
from services.chassis.events import Event
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, searchable
from services.contracts import registry as says
from services.registry.commands import (
    apply,
    check_city,
    check_organisation,
    check_position,
    check_whose,
    note_move,
    settled_city,
    together,
    traces,
)
from services.registry.duplicates.names import match_keys
from services.registry.organisations import model


def register_organisation(uow: UnitOfWork, body: Document) -> Document:
    """Register an organisation for a city of who asks, or for the network; name, kind and country are enough."""
    return enter_organisation(uow, {**body, "city": settled_city(uow, body, check_besides)})


def enter_organisation(uow: UnitOfWork, facts: Document) -> Document:
    """Enter an organisation into the register whose `city` is settled; `origin` if it comes from a directory."""
    organisation = {"_id": uow.new_id(), **model.blank_organisation(), **_with_main_site(facts)}
    _check(uow, organisation)
    uow.add("organisations", searchable_organisation(organisation))
    tell(uow, says.OrganisationRegistered, organisation)
    return organisation


def change_organisation(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the sheet of an organisation; a change that changes nothing makes no new version."""
    organisation = uow.get("organisations", id)
    before = dict(organisation)
    if not apply(organisation, _with_main_site(body)):
        return organisation
    drop_verification(organisation, before)
    note_move(organisation, before["city"])
    together(partial(check_city, uow, body.get("city")), partial(_check, uow, organisation))
    uow.save("organisations", searchable_organisation(organisation))
    tell(uow, says.OrganisationChanged, organisation)
    return organisation


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the register has against the parts of a body that have the right form."""
    kept = read.get("organisations", id) if id else {"_id": None, **model.blank_organisation()}
    numbers = getattr(body, "entries", {}).get("identifiers", {})
    together(
        partial(check_whose, read, body, id),
        partial(_check, read, kept | body),
        partial(_check_numbers, read, numbers, kept["_id"]),
    )


def verify_organisation(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Say whether an organisation is what its sheet says; it is noted who said so, and when."""
    organisation = uow.get("organisations", id)
    by = {} if body["status"] == model.UNVERIFIED else {"by": uow.actor.id, "on": uow.now()}
    organisation["verification"] = {**model.unverified(), **body, **by}
    return uow.save("organisations", organisation)


def drop_verification(organisation: Document, before: Document) -> None:
    """An organisation of another name, or with other numbers, than `before` is not what somebody verified."""
    if any(organisation.get(name) != before.get(name) for name in model.VOUCHED_FOR):
        organisation["verification"] = model.unverified()


def tell(uow: UnitOfWork, event: type[Event], organisation: Document) -> None:
    """Say an event with the public sheet of an organisation."""
    uow.publish(event, organisation, identifiers=model.public_identifiers(organisation))


def _with_main_site(body: Document) -> Document:
    return {**body, "sites": model.with_main_site(body["sites"])} if "sites" in body else body


def _check(read: Reader, organisation: Document) -> None:
    together(
        partial(check_position, organisation),
        partial(_check_sites, organisation),
        partial(check_lines, read, organisation),
        partial(_check_identifiers, read, organisation),
    )


def _check_sites(organisation: Document) -> None:
    if model.main_sites(organisation.get("sites") or []) > 1:
        raise Invalid({"sites": [_("Only one site can be the main one.")]})


def check_lines(read: Reader, organisation: Document) -> None:
    """Raise `Invalid` where parent or successor is not in the register, or leads back to the organisation itself."""
    together(*(partial(_check_line, read, organisation, name) for name in model.LINES))


def _check_line(read: Reader, organisation: Document, name: str) -> None:
    seen, next_ = {organisation["_id"]}, organisation.get(name)
    if next_ is not None:
        check_organisation(read, next_, name)
    while next_ is not None:
        if next_ in seen or len(seen) > model.LONGEST_LINE:
            raise Invalid({name: [_("This leads back to the organisation itself. Choose another one.")]})
        seen.add(next_)
        next_ = (read.first("organisations", {"_id": next_}) or {}).get(name)


def _check_identifiers(read: Reader, organisation: Document) -> None:
    _check_numbers(read, dict(enumerate(organisation.get("identifiers") or [])), organisation["_id"])


def _check_numbers(read: Reader, numbers: Mapping[int, Document], organisation: str | None) -> None:
    """Raise `Invalid` for the numbers that another organisation has, with its name."""
    taken = {place: told for place, one in numbers.items() if (told := taken_by(read, one, organisation))}
    if taken:
        raise Invalid({f"identifiers.{place}.value": [told] for place, told in taken.items()})


def taken_by(read: Reader, identifier: Document, organisation: str | None) -> str | None:
    """What is said of an identifier that another organisation has; None of a free one."""
    whose = read.first("organisations", {"identifiers": {"$elemMatch": identifier}, "_id": {"$ne": organisation}})
    return said_of_taken(identifier["value"], whose["name"]) if whose is not None else None


def said_of_taken(value: str, name: str) -> str:
    """What is said of a number that the organisation of this name has."""
    return _(
        "%(value)s is the number of “%(name)s” in the register. If both are one, merge them.", value=value, name=name
    )


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
    if uow.first("organisations", {"$or": [{name: id} for name in model.LINES]}):
        raise Conflict(_("This organisation is the parent or the successor of another one. Change that one first."))
    _unlink_stakeholders(uow, id)
    uow.remove("organisations", organisation, **traces(organisation, "successor"))
    uow.publish(says.OrganisationRemoved, organisation)


def _unlink_stakeholders(uow: UnitOfWork, organisation: str) -> None:
    """Who is a stakeholder of some city as this organisation stays one, under its name alone."""
    everywhere = uow.as_system()
    for one in everywhere.find("stakeholders", {"organisation": organisation}):
        everywhere.save("stakeholders", everywhere.get("stakeholders", one["_id"]) | {"organisation": None})


def searchable_organisation(organisation: Document) -> Document:
    """Write what a search and the look for duplicates find it by."""
    organisation["match_keys"] = match_keys(organisation)
    names = (organisation["name"], organisation["short_name"])
    return searchable(organisation, *names, besides=[organisation.get("legal_name"), organisation["seat"]])
