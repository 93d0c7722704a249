"""The library of practices and the page of one."""

from flask import request, url_for

from services.chassis.i18n import _
from services.contracts.names import POLICY_AREAS
from services.website.projections import transfers
from services.website.public.blueprint import public
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show
from services.website.public.translated import say


@public.get("/practices")
def practices() -> Answer:
    """The published practices, those of one policy area when the address names it."""
    area = request.args.get("area", "")
    only = {"policy_areas": area} if area in POLICY_AREAS else {}
    return show(
        "practices/practices.html",
        _("Practices"),
        practices=transfers.practices(read(), **only),
        area=only.get("policy_areas"),
        areas=[(code, name_of("policy_area", code)) for code in POLICY_AREAS],
    )


@public.get("/practices/<id>")
def practice(id: str) -> Answer:
    """One practice, its parts, and who takes it up."""
    reader = read()
    found = transfers.practice(reader, id)
    return show(
        "practices/practice.html",
        say(found["title"]),
        back=(url_for("public.practices"), _("Practices")),
        practice=found,
        transfers=transfers.transfers(reader, practice=id),
    )
