"""Partners on a map and in a list, and the page of one."""

from typing import Any

from flask import redirect, request, url_for

from services.chassis.formats import country_name
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader
from services.contracts.names import POLICY_AREAS
from services.website.projections import directory, network
from services.website.public.blueprint import public
from services.website.public.finding import asked, map_point, sorted_choices
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show

FILTERS = ("q", "city", "within", "kind", "country", "policy_area")


@public.get("/partners")
def partners() -> Answer:
    """All partners that fit the filter of the address."""
    reader = read()
    query = asked(FILTERS)
    page, count = network.partners(reader, {**query, "after": request.args.get("after", "")})
    return show(
        "partners/partners.html",
        _("Partners"),
        query=query,
        filtered=any(query.values()),
        choices=_choices(reader),
        partners=page.items,
        total=count,
        next=page.next,
        meant=page.corrected,
        places=[_place(place) for place in network.places(reader, query)],
    )


@public.get("/partners/<id>")
def partner(id: str) -> Answer:
    """One partner and the partnerships it belongs to."""
    reader = read()
    if survivor := network.survivor_of(reader, id):
        return redirect(url_for("public.partner", id=survivor), 308)
    if successor := network.successor_of(reader, id):
        return _succeeded(reader, successor)
    found = reader.get("partners", id)
    return show(
        "partners/partner.html",
        found["name"],
        back=(url_for("public.partners"), _("Partners")),
        partner=found,
        lines=network.partner_names(reader, [id for id in (found.get("parent"), found.get("successor")) if id]),
        city=network.city_if_there(reader, found["city"]),
        partnerships=network.partnerships_of(reader, id),
        services=directory.services(reader, {"organisation": id})[0].items,
    )


def _succeeded(reader: Reader, successor: str) -> Answer:
    """The page of who ceased to be: it leads to who carries on the work."""
    names = network.partner_names(reader, [successor])
    return show(
        "partners/succeeded.html", _("This organisation does not exist any more"), status=410, successor=successor,
        name=names.get(successor), back=(url_for("public.partners"), _("Partners")),
    )  # fmt: skip


def _choices(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the selects offer."""
    found = network.partner_choices(reader)
    return sorted_choices({
        "city": network.city_names(reader).items(),
        "kind": [(code, name_of("kind", code)) for code in found["kind"]],
        "country": [(code, country_name(code)) for code in found["country"]],
        "policy_area": [(code, name_of("policy_area", code)) for code in POLICY_AREAS],
    })  # fmt: skip


def _place(place: Document) -> dict[str, Any]:
    names = [partner["name"] for partner in place["partners"]]
    several = n_("%(n)s partner", "%(n)s partners", len(names))
    return map_point(place, names, several, url_for("public.partner", id=place["partners"][0]["id"]))
