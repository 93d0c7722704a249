"""The cities of the network and the page of one."""

from flask import url_for

from services.chassis.i18n import _
from services.website.projections import gatherings, network, plans, transfers
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show


@public.get("/cities")
def cities() -> Answer:
    """All cities."""
    return show("cities/cities.html", _("Cities"), cities=network.cities(read()))


@public.get("/cities/<id>")
def city(id: str) -> Answer:
    """One city: its partnership, plan, gatherings, practices and transfers."""
    reader = read()
    found = reader.get("cities", id)
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
