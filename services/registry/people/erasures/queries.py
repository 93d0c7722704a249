"""What can be read of erasures. Never writes."""

from services.chassis.errors import Gone
from services.chassis.store import Document, Page, Reader
from services.registry.people.erasures import model
from services.registry.people.erasures.commands import EXPECTED


def list_erasures(read: Reader, query: Document) -> Page:
    """A page of the receipts of the reader's cities, the newest first."""
    page = read.page("erasures", query, sort_by=("-created_at", "_id"))
    return Page([shown(read, one) for one in page.items], page.next)


def shown(read: Reader, receipt: Document) -> Document:
    """A receipt with the services that are still missing, and whether that takes too long."""
    missing = [] if receipt["complete_at"] else model.missing(receipt["confirmed"], EXPECTED)
    return {**receipt, "missing": missing, "late": is_late(read, receipt)}


def is_late(read: Reader, receipt: Document) -> bool:
    """Whether somebody has to look why not every service has erased yet."""
    return model.is_late(receipt["created_at"], receipt["complete_at"], read.now())


def late(read: Reader) -> Document:
    """How many erasures each service is late with, and since when; only services that are."""
    long_ago = {"complete_at": None, "created_at": {"$lt": read.now() - model.IN_TIME}}
    receipts = read.as_system().find("erasures", long_ago, sort=[("created_at", 1)], fields=["confirmed", "created_at"])
    waiting = [(receipt, model.missing(receipt["confirmed"], EXPECTED)) for receipt in receipts]
    since = {name: [one["created_at"] for one, missing in waiting if name in missing] for name in EXPECTED}
    return {
        "services": [{"service": name, "number": len(at), "since": at[0]} for name, at in since.items() if at],
    }


def known_by(read: Reader, id: str) -> Document:
    """By which addresses others may know who is being erased. Raises `Gone` once all have erased them."""
    row = read.first("erasures_known_by", {"_id": id})
    if row is None:
        raise Gone()
    return row
