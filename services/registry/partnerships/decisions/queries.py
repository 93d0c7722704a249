"""What can be read of the register of decisions. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.registry.partnerships.decisions import model
from services.registry.partnerships.queries import own
from services.registry.queries import named

MOST_ASKED_AT_ONCE = 500


def list_decisions(read: Reader, id: str, query: Document) -> Page:
    """A page of a partnership's decisions; the newest first unless the query wishes for another order."""
    narrowed = {"partnership": own(read, id)["_id"], **named(query, "status", "meeting", "responsible")}
    asked = {**query, "sort": query.get("sort") or "-decided_on"}
    return read.page("decisions", asked, filter=narrowed, fields=read.shown)


def overdue(read: Reader) -> list[str]:
    """The ids of open decisions whose day has passed, or may have in a city east of Greenwich; not said yet."""
    passed = {"$ne": None, "$lte": read.now().date().isoformat()}
    late = {"status": model.OPEN, "lateness_said": False, "due_on": passed}
    return [one["_id"] for one in read.find("decisions", late, limit=MOST_ASKED_AT_ONCE, fields=("_id",))]
