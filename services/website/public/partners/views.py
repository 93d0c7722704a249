"""Partners on a map and in a list, and the page of one."""

from typing import Any

from flask import request, url_for

from services.chassis.formats import country_name
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader, fold
from services.website.projections import directory, network
from services.website.public.blueprint import public
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show

FILTERS = ("q", "city", "kind", "country")


@public.get("/partners")
def partners() -> Answer:
    """All partners that fit the filter of the address."""
    reader = read()
    query = {name: request.args.get(name, "").strip()[:100] for name in FILTERS}
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
        places=[_place(place) for place in network.places(reader, query)],
    )


@public.get("/partners/<id>")
def partner(id: str) -> Answer:
    """One partner and the partnerships it belongs to."""
    reader = read()
    found = reader.get("partners", id)
    return show(
        "partners/partner.html",
        found["name"],
        back=(url_for("public.partners"), _("Partners")),
        partner=found,
        city=reader.first("cities", {"_id": found["city"]}),
        partnerships=network.partnerships_of(reader, id),
        services=directory.services(reader, {"organisation": id})[0].items,
    )


def _choices(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the three selects offer, as (code, name) in the reader's alphabet."""
    found = network.partner_choices(reader)
    offered = {
        "city": list(network.city_names(reader).items()),
        "kind": [(code, name_of("kind", code)) for code in found["kind"]],
        "country": [(code, country_name(code)) for code in found["country"]],
    }
    return {name: sorted(pairs, key=lambda pair: fold(pair[1])) for name, pairs in offered.items()}


def _place(place: Document) -> dict[str, Any]:
    """A point of the map: one partner with its page, or how many there are with their names."""
    names = [partner["name"] for partner in place["partners"]]
    alone = len(names) == 1
    return {
        "lat": place["lat"],
        "lon": place["lon"],
        "name": names[0] if alone else n_("%(n)s partner", "%(n)s partners", len(names)),
        "text": "" if alone else ", ".join(names[:5]) + (" …" if len(names) > 5 else ""),
        "href": url_for("public.partner", id=place["partners"][0]["id"]) if alone else None,
    }
