"""Reading Action Plans and their measures."""

from services.chassis.store import Document, Reader, fold
from services.website.projections.network import named, partner_names


def plans(read: Reader) -> list[Document]:
    """The latest plan of every city that has one, by the city's name."""
    latest: dict[str, Document] = {}
    for one in read.find("plans", {}, sort=[("starts_on", 1), ("_id", 1)]):
        latest[one["city"]] = one
    return sorted(named(read, list(latest.values())), key=lambda one: fold(one["city_name"]))


def plan(read: Reader, city: str) -> Document | None:
    """The city's latest plan, or None."""
    return read.first("plans", {"city": city}, sort=[("starts_on", -1), ("_id", -1)])


def measures(read: Reader, plan: str) -> list[Document]:
    """The measures of a plan in order, each with who is responsible, the idea it came from and its gathering."""
    found = read.find("measures", {"plan": plan}, sort=[("number", 1), ("_id", 1)])
    responsible = [one["responsible"] for one in found if one.get("responsible")]
    names = partner_names(read, responsible)
    origins = [one["origin"]["id"] for one in found if one.get("origin")]
    ideas = {row["id"]: row for row in read.find("ideas", {"_id": {"$in": origins}})}
    born = [one["origin"]["gathering"] for one in found if one.get("origin") and one["origin"]["gathering"]]
    gatherings = {row["id"]: row for row in read.find("gatherings", {"_id": {"$in": born}, "published": True})}
    for one in found:
        one["gathering"] = gatherings.get((one.get("origin") or {}).get("gathering"))
        one["responsible_name"] = names.get(one.get("responsible") or "")
        one["idea"] = ideas.get((one.get("origin") or {}).get("id"))
    return found
