"""The directory of services: on a map and in a list, and the page of one."""

from typing import Any

from flask import request, url_for

from services.chassis.formats import language_name
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader, fold
from services.website.projections import directory, network
from services.website.public.blueprint import public
from services.website.public.names import TARGET_GROUPS, THEMES, name_of
from services.website.public.page import Answer, read, show
from services.website.public.translated import say

FILTERS = ("q", "city", "theme", "target_group", "language")


@public.get("/services")
def services() -> Answer:
    """All services that fit the filter of the address."""
    reader = read()
    query = {name: request.args.get(name, "").strip()[:100] for name in FILTERS}
    page, count = directory.services(reader, {**query, "after": request.args.get("after", "")})
    return show(
        "directory/services.html",
        _("Services"),
        query=query,
        filtered=any(query.values()),
        choices=_choices(reader),
        services=page.items,
        total=count,
        next=page.next,
        places=[_place(place) for place in directory.places(reader, query)],
    )


@public.get("/services/<id>")
def service(id: str) -> Answer:
    """One service: what it is, for whom, where and how."""
    found = directory.service(read(), id)
    return show(
        "directory/service.html", _name(found), back=(url_for("public.services"), _("Services")), service=found
    )


def _choices(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the selects offer, as (code, name) in the reader's alphabet."""
    offered = {
        "city": list(network.city_names(reader).items()),
        "theme": [(code, name_of("theme", code)) for code in THEMES],
        "target_group": [(code, name_of("target_group", code)) for code in TARGET_GROUPS],
        "language": [(tag, language_name(tag)) for tag in directory.languages(reader)],
    }
    return {name: sorted(pairs, key=lambda pair: fold(pair[1])) for name, pairs in offered.items()}


def _place(place: Document) -> dict[str, Any]:
    """A point of the map: one service with its page, or how many there are with their names."""
    names = [_name(one) for one in place["services"]]
    alone = len(names) == 1
    return {
        "lat": place["lat"],
        "lon": place["lon"],
        "name": names[0] if alone else n_("%(n)s service", "%(n)s services", len(names)),
        "text": "" if alone else ", ".join(names[:5]) + (" …" if len(names) > 5 else ""),
        "href": url_for("public.service", id=place["services"][0]["id"]) if alone else None,
    }


def _name(service: Document) -> str:
    said = say(service["name"])
    return said.text if said else ""
