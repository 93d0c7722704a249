"""What can be read of agreements. Never writes."""

from services.chassis.store import Reader
from services.registry.partnerships.agreements import model

MOST_ASKED_AT_ONCE = 500


def due_for_reminder(read: Reader) -> list[str]:
    """The ids of agreements that come to their end and of which that was not said yet."""
    due = {"reminded": False, "remind_on": {"$ne": None, "$lte": read.now().date().isoformat()}}
    return [one["_id"] for one in read.find("agreements", due, limit=MOST_ASKED_AT_ONCE, fields=("_id",))]


def quorum_percent(read: Reader, partnership: str, day: str) -> int:
    """The share that has to be exceeded on `day`, as the agreement in force says, else half."""
    agreement = model.in_force(read.find("agreements", {"partnership": partnership}), day)
    return int(agreement["quorum_percent"]) if agreement else model.QUORUM_PERCENT
