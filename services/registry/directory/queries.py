"""What can be read of the directory of services. Never writes."""

from services.chassis.store import Document, Page, Reader, near
from services.registry.queries import listed_in_city, named

MOST_ASKED_AT_ONCE = 500
_OPEN = {"status": "active", "takes_referrals": True, "free_places": {"$ne": 0}}


def list_services(read: Reader, query: Document) -> Page:
    """A page of services by name; `q` is looked for in its names and towns, misspelt too."""
    return listed_in_city(read, "services", query, narrowed_services)


def narrowed_services(query: Document) -> Document:
    """The condition that a service is as the filters of the query say."""
    same = ("city", "organisation", "status", "takes_referrals")
    lists = {"theme": "themes", "target_group": "target_groups", "policy_area": "policy_areas", "language": "languages"}
    narrowed = named(query, *same) | {lists[one]: query[one] for one in lists if query.get(one)}
    if query.get("near"):
        narrowed |= near(query["near"], query["within"], "places")
    return {"$and": [narrowed, _OPEN]} if query.get("open_places") else narrowed


def due_for_review(read: Reader) -> list[str]:
    """The ids of services whose day has come and of whom that was not said yet."""
    due = {"review_asked": False, "review_due_on": {"$lte": read.now().date().isoformat()}}
    return [one["_id"] for one in read.find("services", due, limit=MOST_ASKED_AT_ONCE, fields=("_id",))]
