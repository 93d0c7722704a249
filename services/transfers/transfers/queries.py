"""What can be read of transfers. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.transfers.narrowing import narrowed
from services.transfers.transfers import model


def list_transfers(read: Reader, query: Document) -> Page:
    """A page of transfers, the newest first."""
    wanted = narrowed(query, "practice", "from_city", "city", "state")
    page = read.page("transfers", query, filter=wanted, sort_by=("-_id",))
    return Page(items=[with_next_steps(one) for one in page.items], next=page.next)


def with_next_steps(transfer: Document) -> Document:
    """The transfer with what may follow and what is missing for it."""
    return {**transfer, "next_steps": model.next_steps(transfer)}
