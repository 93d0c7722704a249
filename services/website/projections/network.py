"""Reading the network: cities, partners, partnerships."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from services.chassis.store import Document, Page, Reader, fold, search_words

PARTNERS_A_PAGE = 25
PLACES_ON_A_MAP = 500

Listed = TypeVar("Listed", bound=Sequence[Document])


def cities(read: Reader) -> list[Document]:
    """All cities by name, as people sort: an accent does not count."""
    return sorted(read.find("cities", {}), key=lambda city: fold(city["name"]))


def city_names(read: Reader) -> dict[str, str]:
    """The name of every city by its id."""
    return {city["id"]: city["name"] for city in read.find("cities", {}, fields=["id", "name"])}


def named(read: Reader, documents: Listed) -> Listed:
    """`documents` with the names of their cities: city_name, and from_name and to_name of a transfer."""
    names = city_names(read)
    for document in documents:
        city = document.get("city") or ""
        document["city_name"] = document["to_name"] = names.get(city, city)
        if "from_city" in document:
            document["from_name"] = names.get(document["from_city"], document["from_city"])
    return documents


def partners(read: Reader, query: Mapping[str, str]) -> tuple[Page, int]:
    """A page of the partners that fit q, city, kind and country, and how many fit in all."""
    fitting = _fitting(query)
    asked = {"limit": PARTNERS_A_PAGE, "after": query.get("after")}
    page = read.page("partners", asked, filter=fitting, sort_by=("name_folded", "_id"))
    named(read, page.items)
    return page, read.count("partners", fitting)


def partner_choices(read: Reader) -> dict[str, list[str]]:
    """Which kinds and countries there are partners of."""
    rows = read.find("partners", {}, fields=["kind", "country"], limit=10_000)
    return {name: sorted({row[name] for row in rows}) for name in ("kind", "country")}


def places(read: Reader, query: Mapping[str, str]) -> list[Document]:
    """Where the fitting partners are: {lat, lon, partners}; one without a point of its own is at its city's."""
    found = read.find("partners", _fitting(query), sort=[("name_folded", 1)], limit=PLACES_ON_A_MAP)
    homes = {city["id"]: city for city in cities(read)}
    points: dict[tuple[float, float], Document] = {}
    for partner in found:
        point = partner if partner.get("lat") is not None else homes.get(partner.get("city") or "", {})
        if point.get("lat") is None or point.get("lon") is None:
            continue
        spot = {"lat": point["lat"], "lon": point["lon"], "partners": []}
        points.setdefault((point["lat"], point["lon"]), spot)["partners"].append(
            {"id": partner["id"], "name": partner["name"]}
        )
    return list(points.values())


def partnership(read: Reader, city: str) -> Document | None:
    """The city's active partnership; `members` are those of today, each with its name (None when it left)."""
    found = read.first("partnerships", {"city": city, "status": "active"}, sort=[("_id", -1)])
    if found is None:
        return None
    members = [member for member in found["members"] if not member.get("until")]
    rows = read.find("partners", {"_id": {"$in": [member["organisation"] for member in members]}})
    names = {row["id"]: row["name"] for row in rows}
    found["members"] = [{**member, "name": names.get(member["organisation"])} for member in members]
    return found


def partnerships_of(read: Reader, organisation: str) -> list[Document]:
    """The active partnerships an organisation belongs to today, with its role: {name, city, role}."""
    found = read.find("partnerships", {"members.organisation": organisation, "status": "active"})
    return [
        {"name": one["name"], "city": one["city"], "role": member["role"]}
        for one in found
        for member in one["members"]
        if member["organisation"] == organisation and not member.get("until")
    ]


def _fitting(query: Mapping[str, str]) -> Document:
    """The condition for partners: every word of `q` begins a word of theirs, the other filters are equal."""
    equal = {name: query[name] for name in ("city", "kind", "country") if query.get(name)}
    return {"$and": [equal, *beginnings(query.get("q"))]}


def beginnings(text: str | None) -> list[Document]:
    """The conditions that each of the first eight words of `text` begins one of a document's words."""
    return [{"words": {"$regex": "^" + re.escape(word)}} for word in search_words(text)[:8]]
