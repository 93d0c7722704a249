"""Reading the directory of services: those that are open to people, or closed for a while."""

from collections.abc import Mapping, Sequence

from services.chassis.store import Document, Page, Reader
from services.website.projections import network

SERVICES_A_PAGE = 25
SHOWN = ("active", "temporarily_closed")
_OPEN = {"status": "active", "takes_referrals": True, "free_places": {"$ne": 0}}
EQUAL = {
    "theme": "themes",
    "target_group": "target_groups",
    "policy_area": "policy_areas",
    "language": "languages",
    "organisation": "organisation",
}


def services(read: Reader, query: Mapping[str, str]) -> tuple[Page, int]:
    """A page of the services that fit q, city, theme, target group, language and organisation, and how many fit."""
    page, count = network.searched(read, "services", query, _narrowed(read, query), SERVICES_A_PAGE)
    _with_organisations(read, network.named(read, page.items))
    return page, count


def shown(read: Reader) -> list[Document]:
    """The id of every service that has a page, as {"id"}."""
    return read.find("services", {"status": {"$in": SHOWN}}, fields=["id"], limit=10_000)


def service(read: Reader, id: str) -> Document:
    """One service with the names of its organisation and its city."""
    found = read.get("services", id)
    _with_organisations(read, network.named(read, [found]))
    return found


def languages(read: Reader) -> list[str]:
    """The languages in which there is a service."""
    rows = read.find("services", {"status": {"$in": SHOWN}}, fields=["languages"], limit=10_000)
    return sorted({tag for row in rows for tag in row.get("languages") or []})


def places(read: Reader, query: Mapping[str, str]) -> list[Document]:
    """Where the fitting services are given: {lat, lon, services}."""
    fitting = network.found_by(read, "services", query, _narrowed(read, query))
    found = read.find("services", fitting, sort=[("name_folded", 1)], limit=network.PLACES_ON_A_MAP)
    points: dict[tuple[float, float], Document] = {}
    for one in found:
        for site in one.get("places") or []:
            if site.get("lat") is not None and site.get("lon") is not None:
                spot = {"lat": site["lat"], "lon": site["lon"], "services": []}
                points.setdefault((site["lat"], site["lon"]), spot)["services"].append(one)
    return list(points.values())


def _with_organisations(read: Reader, found: Sequence[Document]) -> None:
    rows = read.find("partners", {"_id": {"$in": [one["organisation"] for one in found]}}, fields=["id", "name"])
    names = {row["id"]: row["name"] for row in rows}
    for one in found:
        one["organisation_name"] = names.get(one["organisation"])


def _narrowed(read: Reader, query: Mapping[str, str]) -> Document:
    """The condition that a service is as the filters of the query say; what is given up is not shown."""
    equal = {column: query[name] for name, column in EQUAL.items() if query.get(name)}
    shown = {"status": {"$in": SHOWN}, **equal, **network.around(read, query, "places")}
    return {"$and": [shown, _OPEN]} if query.get("open_places") else shown
