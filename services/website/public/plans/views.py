"""The cities' Action Plans."""

from flask import url_for

from services.chassis.i18n import _
from services.contracts.transfers import LINKED_AREAS
from services.website.projections import network
from services.website.projections import plans as projections
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show


@public.get("/plans")
def plans() -> Answer:
    """The latest plan of each city that has one."""
    return show("plans/plans.html", _("Action Plans"), plans=projections.plans(read()))


@public.get("/plans/<id>")
def plan(id: str) -> Answer:
    """A city's plan with its measures; a city without one says so."""
    reader = read()
    city = network.city(reader, id)
    found = projections.plan(reader, id)
    return show(
        "plans/plan.html",
        _("Action Plan of %(city)s", city=city["name"]),
        back=(url_for("public.city", id=id), city["name"]),
        city=city,
        plan=found,
        measures=projections.measures(reader, found["id"]) if found else [],
        all_areas=LINKED_AREAS,
    )
