"""What can be read of the directory of services. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.registry.queries import listed, named

MOST_ASKED_AT_ONCE = 500


def list_services(read: Reader, query: Document) -> Page:
    """A page of services by name; each word of `q` begins a word of a name or a town."""
    same = ("city", "organisation", "status", "takes_referrals")
    lists = {"theme": "themes", "target_group": "target_groups", "policy_area": "policy_areas", "language": "languages"}
    narrowed = named(query, *same) | {lists[one]: query[one] for one in lists if query.get(one)}
    return listed(read, "services", query, narrowed)


def due_for_review(read: Reader) -> list[str]:
    """The ids of services whose day has come and of whom that was not said yet."""
    due = {"review_asked": False, "review_due_on": {"$lte": read.now().date().isoformat()}}
    return [one["_id"] for one in read.find("services", due, limit=MOST_ASKED_AT_ONCE, fields=("_id",))]
