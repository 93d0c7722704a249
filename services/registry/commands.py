"""What can be done with cities: load, ask the model, save, say the event. And what all wings check."""

from collections.abc import Callable, Sequence
from functools import partial

from services.chassis.actor import ALL
from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork, fold, searchable
from services.contracts import registry as says
from services.registry import model


def register_city(uow: UnitOfWork, body: Document) -> Document:
    """Let a city into the network; its id is made of its name. Raises `Conflict` when it is there already."""
    id = model.city_id(fold(body["name"]))
    if not id:
        raise Invalid({"name": [_("Write the name in Latin letters.")]})
    if uow.first("cities", {"_id": id}):
        raise Conflict(_("There is a city with this name already."))
    city = {"_id": id, **model.blank_city(), **body, "city": id}
    _check_place(city)
    uow.add("cities", _found_by_each_name(city))
    uow.publish(says.CityRegistered, city)
    return city


def change_city(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Change the facts of a city; its id stays, since others know the city by it."""
    city = uow.get("cities", id)
    if not apply(city, body):
        return city
    _check_place(city)
    uow.save("cities", _found_by_each_name(city))
    uow.publish(says.CityChanged, city)
    return city


def check_besides(read: Reader, body: Document, id: str | None = None) -> None:
    """Raise `Invalid` for what the rules have against the parts of a body that have the right form."""
    city = (read.get("cities", id) if id else model.blank_city()) | body
    if "country" in city:  # not where its form was wrong
        _check_place(city)


def _found_by_each_name(city: Document) -> Document:
    """Cities from before there were names by language have none."""
    return searchable(city, city["name"], *(one["text"] for one in (city.get("names") or {}).values()))


# What all wings need


def together(*checks: Callable[[], object]) -> None:
    """Do all of the checks, and raise `Invalid` for all that they find."""
    errors: dict[str, Sequence[str]] = {}
    for check in checks:
        try:
            check()
        except Invalid as wrong:
            errors |= wrong.errors
    if errors:
        raise Invalid(errors)


def city_for(read: Reader, body: Document) -> str | None:
    """The city of a new object: the one in the body, else the only one of who makes it. Raises `Invalid`."""
    wanted = body.get("city")
    check_city(read, wanted)
    try:
        return model.city_for(wanted, None if read.actor.cities is ALL else read.actor.cities)
    except model.CityNeeded as needed:
        raise Invalid({"city": [_("Say for which of your cities this is.")]}) from needed


def own_city(read: Reader, body: Document, none: str) -> str:
    """The city of a new object that has to have one, as `city_for`. Raises `Invalid`, with `none` for none."""
    city = city_for(read, body)
    if city is None:
        raise Invalid({"city": [none]})
    check_city(read, city)
    return city


def settled_city(read: Reader, body: Document, besides: Callable[[Reader, Document], None]) -> str | None:
    """The city of a new object, as `city_for`; one that is wrong is told with all that `besides` finds."""
    try:
        return city_for(read, body)
    except Invalid:
        besides(read, body)
        raise


def check_whose(read: Reader, body: Document, id: str | None) -> None:
    """Raise `Invalid` for the city that a body names; that of a new object has to be settled."""
    if id:
        check_city(read, body.get("city"))
    else:
        city_for(read, body)


def check_city(read: Reader, city: str | None) -> Document | None:
    """The city, None for none. Raises `Invalid` for the field `city` where it is not in the network."""
    found = read.first("cities", {"_id": city}) if city is not None else None
    if city is not None and found is None:
        raise Invalid({"city": [_("There is no such city in the network.")]})
    return found


def check_organisation(read: Reader, id: str, path: str) -> None:
    """Raise `Invalid` for the field `path` unless organisation `id` is in the register."""
    if read.first("organisations", {"_id": id}) is None:
        raise Invalid({path: [_("There is no such organisation in the register.")]})


def _check_place(city: Document) -> None:
    together(partial(check_position, city), partial(_check_nuts3, city))


def _check_nuts3(city: Document) -> None:
    if city["nuts3"] and not model.nuts3_fits(city["nuts3"], city["country"]):
        raise Invalid({"nuts3": [_("This is not a NUTS level 3 code of the country.")]})


def check_position(place: Document) -> None:
    """Raise `Invalid` for half a position."""
    if not model.position_is_whole(place):
        raise Invalid({"lat": [_("Give both latitude and longitude, or neither.")]})


def note_move(document: Document, former: str | None) -> None:
    """Keep the cities that had a document before: who keeps a copy of one of them hears that it has gone from there."""
    if former not in (None, document["city"]):
        document["former_cities"] = sorted({*document.get("former_cities", []), former})


def traces(document: Document, *pointers: str) -> Document:
    """What the tombstone of a document keeps beside its city: those that had it before, and where `pointers` lead."""
    return {name: document[name] for name in ("former_cities", *pointers) if document.get(name)}


def apply(document: Document, body: Document) -> bool:
    """Write what really changes into the document; whether there was anything."""
    changes = model.changes(document, body)
    document.update(changes)
    return bool(changes)
