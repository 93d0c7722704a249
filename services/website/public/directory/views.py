"""The directory of services: on a map and in a list, and the page of one."""

from typing import Any

from flask import request, url_for

from services.chassis.formats import language_name
from services.chassis.i18n import _, n_
from services.chassis.store import Document, Reader
from services.contracts.names import POLICY_AREAS, TARGET_GROUPS, THEMES
from services.website.projections import directory, network
from services.website.public.blueprint import public
from services.website.public.finding import asked, map_point, sorted_choices
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show
from services.website.public.translated import say

FILTERS = ("q", "city", "within", "theme", "target_group", "policy_area", "language", "open_places")


@public.get("/services")
def services() -> Answer:
    """All services that fit the filter of the address."""
    reader = read()
    query = asked(FILTERS)
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
        meant=page.corrected,
        places=[_place(place) for place in directory.places(reader, query)],
    )


@public.get("/services/<id>")
def service(id: str) -> Answer:
    """One service: what it is, for whom, where and how."""
    found = directory.service(read(), id)
    return show("directory/service.html", _name(found), back=(url_for("public.services"), _("Services")), service=found)


def _choices(reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What the selects offer."""
    return sorted_choices({
        "city": network.city_names(reader).items(),
        "theme": [(code, name_of("theme", code)) for code in THEMES],
        "target_group": [(code, name_of("target_group", code)) for code in TARGET_GROUPS],
        "policy_area": [(code, name_of("policy_area", code)) for code in POLICY_AREAS],
        "language": [(tag, language_name(tag)) for tag in directory.languages(reader)],
    })  # fmt: skip


def _place(place: Document) -> dict[str, Any]:
    names = [_name(one) for one in place["services"]]
    several = n_("%(n)s service", "%(n)s services", len(names))
    return map_point(place, names, several, url_for("public.service", id=place["services"][0]["id"]))


def _name(service: Document) -> str:
    said = say(service["name"])
    return said.text if said else ""
