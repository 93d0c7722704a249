"""Reading Action Plans and their measures."""

from services.chassis.store import Document, Reader
from services.website.projections.network import named


def plans(read: Reader) -> list[Document]:
    """The latest plan of every city that has one, by the city's name."""
    latest: dict[str, Document] = {}
    for one in read.find("plans", {}, sort=[("starts_on", 1), ("_id", 1)]):
        latest[one["city"]] = one
    return sorted(named(read, list(latest.values())), key=lambda one: one["city_name"])


def plan(read: Reader, city: str) -> Document | None:
    """The city's latest plan, or None."""
    return read.first("plans", {"city": city}, sort=[("starts_on", -1), ("_id", -1)])


def measures(read: Reader, plan: str) -> list[Document]:
    """The measures of a plan in order, each with the name of who is responsible and the idea it came from."""
    found = read.find("measures", {"plan": plan}, sort=[("number", 1), ("_id", 1)])
    responsible = [one["responsible"] for one in found if one.get("responsible")]
    names = {row["id"]: row["name"] for row in read.find("partners", {"_id": {"$in": responsible}})}
    origins = [one["origin"]["id"] for one in found if one.get("origin")]
    ideas = {row["id"]: row for row in read.find("ideas", {"_id": {"$in": origins}})}
    for one in found:
        one["responsible_name"] = names.get(one.get("responsible") or "")
        one["idea"] = ideas.get((one.get("origin") or {}).get("id"))
    return found
