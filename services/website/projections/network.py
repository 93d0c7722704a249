"""Reading the network: cities, partners, partnerships."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from services.chassis.store import Document, Page, Reader, fold, near

PARTNERS_A_PAGE = 25
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
PLACES_ON_A_MAP = 500
DISTANCES = (5, 10, 25, 50, 100)
"""How many kilometres around a city can be searched."""

Listed = TypeVar("Listed", bound=Sequence[Document])


def in_language(city: Document, language: str) -> Document:
    """The city with the name that it has in a language; the plain one where that has no other."""
    names = city.get("names") or {}
    return {**city, "name": names[language]["text"]} if language in names else city


def cities(read: Reader) -> list[Document]:
    """All cities by name, as people sort: an accent does not count."""
    named = [in_language(city, read.language) for city in read.find("cities", {})]
    return sorted(named, key=lambda city: fold(city["name"]))


def city(read: Reader, id: str) -> Document:
    """One city. Raises `NotFound`."""
    return in_language(read.get("cities", id), read.language)


def city_if_there(read: Reader, id: str | None) -> Document | None:
    """The city, or None: that of the whole network has not joined, or its event has not arrived."""
    found = read.first("cities", {"_id": id})
    return found and in_language(found, read.language)


def city_names(read: Reader) -> dict[str, str]:
    """The name of every city by its id."""
    found = read.find("cities", {}, fields=["id", "name", "names"])
    return {city["id"]: in_language(city, read.language)["name"] for city in found}


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
    page, count = searched(read, "partners", query, _narrowed(read, query), PARTNERS_A_PAGE)
    named(read, page.items)
    return page, count


def survivor_of(read: Reader, id: str) -> str | None:
    """The partner that `id` was merged into, or None. The projection of who is merged stays, for its old address."""
    return _left_for(read, id, "survivor")


def successor_of(read: Reader, id: str) -> str | None:
    """The partner that carries on the work of `id`, which left the network, or None."""
    return _left_for(read, id, "gone_to")


def _left_for(read: Reader, id: str, name: str) -> str | None:
    rows = read.page("partners", {"modified_after": _BEGINNING, "limit": 1}, filter={"_id": id}).items
    return next((row[name] for row in rows if row.get("deleted_at") and row.get(name)), None)


def partner_names(read: Reader, ids: Sequence[str]) -> dict[str, str]:
    """The names of partners by id; of one that was merged into another, that one's."""
    rows = read.find("partners", {"_id": {"$in": list(ids)}}, fields=["id", "name"])
    names = {row["id"]: row["name"] for row in rows}
    for id in set(ids) - names.keys():
        if survivor := survivor_of(read, id):
            names.update((id, name) for name in partner_names(read, [survivor]).values())
    return names


def partner_choices(read: Reader) -> dict[str, list[str]]:
    """Which kinds and countries there are partners of."""
    rows = read.find("partners", {}, fields=["kind", "country"], limit=10_000)
    return {name: sorted({row[name] for row in rows}) for name in ("kind", "country")}


def places(read: Reader, query: Mapping[str, str]) -> list[Document]:
    """Where the fitting partners are: {lat, lon, partners}; one without a point of its own is at its city's."""
    fitting = found_by(read, "partners", query, _narrowed(read, query))
    found = read.find("partners", fitting, sort=[("name_folded", 1)], limit=PLACES_ON_A_MAP)
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
    return with_members(read, found) if found else None


def active_partnerships(read: Reader) -> list[Document]:
    """Every partnership that works today."""
    return read.find("partnerships", {"status": "active"})


def with_members(read: Reader, found: Document) -> Document:
    """The partnership with its members of today, each with its name (None when it left)."""
    members = [member for member in found["members"] if not member.get("until")]
    rows = read.find("partners", {"_id": {"$in": [member["organisation"] for member in members]}})
    names = {row["id"]: row["name"] for row in rows}
    found["members"] = [{**member, "name": names.get(member["organisation"])} for member in members]
    return found


def partnerships_of(read: Reader, organisation: str) -> list[Document]:
    """The active partnerships an organisation belongs to today, with its role: {id, name, city, role}."""
    found = read.find("partnerships", {"members.organisation": organisation, "status": "active"})
    return [
        {"id": one["id"], "name": one["name"], "city": one["city"], "role": member["role"]}
        for one in found
        for member in one["members"]
        if member["organisation"] == organisation and not member.get("until")
    ]


def _narrowed(read: Reader, query: Mapping[str, str]) -> Document:
    """The condition that a partner is as the filters of the query say."""
    equal = {"kind": "kind", "country": "country", "policy_area": "policy_areas"}
    return {column: query[name] for name, column in equal.items() if query.get(name)} | around(read, query)


def around(read: Reader, query: Mapping[str, str], places: str | None = None) -> Document:
    """The condition for what belongs to the `city` of the query or lies `within` so many kilometres of it."""
    if not query.get("city"):
        return {}
    km, city = query.get("within") or "", read.first("cities", {"_id": query["city"]}) or {}
    if km not in map(str, DISTANCES) or city.get("lat") is None or city.get("lon") is None:
        return {"city": query["city"]}
    return {"$or": [{"city": query["city"]}, near((city["lat"], city["lon"]), int(km), places)]}


def searched(read: Reader, name: str, query: Mapping[str, str], narrowed: Document, limit: int) -> tuple[Page, int]:
    """A page of what meets `narrowed` and is found by `q` of the query, the best first, else by name; how many in all.

    Raises what `Reader.page` raises.
    """
    asked = {"q": query.get("q"), "limit": limit, "after": query.get("after")}
    page = read.page(name, asked, filter=narrowed, sort_by=("name_folded", "_id"))
    return page, read.count(name, found_by(read, name, query, narrowed))


def found_by(read: Reader, name: str, query: Mapping[str, str], narrowed: Document) -> Document:
    """The condition for all that `searched` finds."""
    text = query.get("q")
    return {"$and": [narrowed, *([read.search(name, text, narrowed).whole] if text else [])]}
