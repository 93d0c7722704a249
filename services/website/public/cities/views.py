"""The cities of the network and the page of one."""

from flask import url_for

from services.chassis.i18n import _
from services.chassis.store import Document
from services.website.projections import gatherings, network, plans, transfers
from services.website.public.blueprint import public
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show


@public.get("/cities")
def cities() -> Answer:
    """All cities, on a map and as a list."""
    found = network.cities(read())
    places = [_place(city) for city in found if city.get("lat") is not None and city.get("lon") is not None]
    return show("cities/cities.html", _("Cities"), cities=found, places=places)


@public.get("/cities/<id>")
def city(id: str) -> Answer:
    """One city: its partnership, plan, gatherings, practices and transfers."""
    reader = read()
    found = network.city(reader, id)
    return show(
        "cities/city.html",
        found["name"],
        back=(url_for("public.cities"), _("Cities")),
        city=found,
        partnership=network.partnership(reader, id),
        plan=plans.plan(reader, id),
        coming=gatherings.coming(reader, limit=5, city=id),
        past=gatherings.past(reader, limit=5, city=id),
        practices=transfers.practices(reader, city=id),
        transfers=transfers.transfers_of_city(reader, id),
    )


def _place(city: Document) -> Document:
    """A city as a point of the map; its colour is that of its role, and its role is said."""
    return {
        "lat": city["lat"],
        "lon": city["lon"],
        "name": city["name"],
        "kind": city["role"],
        "text": name_of("city_role", city["role"]),
        "href": url_for("public.city", id=city["id"]),
    }
