"""What can be read of partnerships. Never writes."""

from services.chassis.store import Document, Page, Reader
from services.registry.queries import named


def list_partnerships(read: Reader, query: Document) -> Page:
    """A page of partnerships by name."""
    narrowed = named(query, "city", "status", organisation="members.organisation")
    return read.page("partnerships", query, filter=narrowed, search=["words"], sort_by=("name_folded", "_id"))
