"""What can be read of imports. Never writes."""

from datetime import datetime

from services.chassis.store import Document, Page, Reader
from services.registry.imports import model
from services.registry.queries import named


def list_imports(read: Reader, query: Document) -> Page:
    """A page of the imports of the reader's cities, the newest first."""
    return read.page("imports", query, filter=named(query, "status", "source"), sort_by=("-_id",))


def batch_of(read: Reader, import_: Document, number: int) -> Document:
    """One batch of an import, by its number from 0: its rows that are still to be applied, what was done."""
    return read.as_system().get("import_batches", f"{import_['_id']}:{number}")


def unconfirmed(read: Reader, before: datetime) -> list[Document]:
    """Imports from before an instant whose preview shows something still and was never confirmed: `_id` of each."""
    waiting = {"status": {"$in": [model.PREVIEWED, model.REFUSED]}, "created_at": {"$lt": before}, "forgotten": None}
    return read.find("imports", waiting, sort=[("_id", 1)], fields=["_id"])


def under_way(read: Reader) -> list[Document]:
    """The imports of which a batch is still to be read, applied or undone: `_id` and `status`."""
    going_on = {"status": {"$in": [model.READING, *model.UNDER_WAY]}}
    return read.find("imports", going_on, sort=[("_id", 1)], fields=["_id", "status"])
